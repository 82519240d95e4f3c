// ODBC on its own headers.
// REQUIRES: odbc
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <sql.h>
#include <sqlext.h>

mock::task<> use(SQLHDBC db, SQLHSTMT statement, SQLCHAR *text, SQLLEN *size) {
  SQLConnect(db, text, 1, text, 1, text, 1);      // BAD: database
  SQLExecDirect(statement, text, SQL_NTS);        // BAD: database
  SQLBindCol(statement, 1, SQL_C_CHAR, text, 8, size); // OK: only remembers it
  SQLExecute(statement);                          // BAD: database
  SQLRowCount(statement, size);                   // OK: only looks
  SQLFetch(statement);                            // BAD: database
  SQLSetStmtAttr(statement, SQL_ATTR_QUERY_TIMEOUT, text, 0); // OK: only remembers it
  SQLEndTran(SQL_HANDLE_DBC, db, SQL_COMMIT);     // BAD: database
  SQLDisconnect(db);                              // BAD: database
  co_return;
}

mock::task<> rest(SQLHDBC db, SQLHSTMT statement, SQLSMALLINT *number, SQLULEN *size) {
  SQLSetConnectAttr(db, SQL_ATTR_AUTOCOMMIT, (SQLPOINTER)SQL_AUTOCOMMIT_OFF, 0); // BAD: database
  SQLSetConnectAttr(db, SQL_ATTR_LOGIN_TIMEOUT, (SQLPOINTER)5, 0); // OK: a setting
  SQLDescribeParam(statement, 1, number, size, number, number); // BAD: database
  SQLNumParams(statement, number);                // OK: only looks
  SQLPrimaryKeys(statement, nullptr, 0, nullptr, 0, nullptr, 0); // BAD: database
  co_return;
}
