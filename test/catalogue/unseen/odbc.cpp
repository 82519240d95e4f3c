// odbc, on its own headers; see README.md.
// REQUIRES: odbc
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <sql.h>
#include <sqlext.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

task connecting()
{
    SQLHENV env;
    SQLHDBC dbc;
    SQLCHAR out[256], state[6], msg[256];
    SQLSMALLINT len;
    SQLINTEGER native;
    SQLUINTEGER dead;
    SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &env);              // OK: does not wait
    SQLSetEnvAttr(env, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0); // OK: does not wait
    SQLAllocHandle(SQL_HANDLE_DBC, env, &dbc);                          // OK: does not wait
    SQLSetConnectAttr(dbc, SQL_LOGIN_TIMEOUT, (SQLPOINTER)5, 0);        // OK: does not wait
    SQLConnect(dbc, (SQLCHAR *)"dsn", SQL_NTS, (SQLCHAR *)"u", SQL_NTS, (SQLCHAR *)"p", SQL_NTS); // BAD: database
    SQLDriverConnect(dbc, nullptr, (SQLCHAR *)"DSN=app", SQL_NTS, out, 256, &len, SQL_DRIVER_NOPROMPT); // BAD: database
    SQLBrowseConnect(dbc, (SQLCHAR *)"DSN=app", SQL_NTS, out, 256, &len); // BAD: database
    SQLGetDiagRec(SQL_HANDLE_DBC, dbc, 1, state, &native, msg, 256, &len); // OK: does not wait
    SQLGetDiagField(SQL_HANDLE_DBC, dbc, 1, SQL_DIAG_SQLSTATE, state, 6, &len); // OK: does not wait
    SQLGetConnectAttr(dbc, SQL_ATTR_CONNECTION_TIMEOUT, &dead, 0, nullptr); // OK: does not wait
    SQLEndTran(SQL_HANDLE_DBC, dbc, SQL_COMMIT);                        // BAD: database
    SQLDisconnect(dbc);                                                 // BAD: database
    SQLFreeHandle(SQL_HANDLE_DBC, dbc);                                 // OK: does not wait
    co_return;
}

task statements(SQLHDBC dbc)
{
    SQLHSTMT st;
    SQLINTEGER v = 1;
    SQLLEN ind, rows;
    SQLSMALLINT cols;
    SQLCHAR name[32];
    SQLAllocHandle(SQL_HANDLE_STMT, dbc, &st);                          // OK: does not wait
    SQLSetStmtAttr(st, SQL_ATTR_QUERY_TIMEOUT, (SQLPOINTER)3, 0);       // OK: does not wait
    SQLExecDirect(st, (SQLCHAR *)"SELECT id FROM t", SQL_NTS);          // BAD: database
    SQLBindCol(st, 1, SQL_C_LONG, &v, 0, &ind);                         // OK: does not wait
    SQLFetch(st);                                                       // BAD: database
    SQLFetchScroll(st, SQL_FETCH_NEXT, 0);                              // BAD: database
    SQLMoreResults(st);                                                 // BAD: database
    SQLPrepare(st, (SQLCHAR *)"SELECT ?", SQL_NTS);                     // BAD: database
    SQLBindParameter(st, 1, SQL_PARAM_INPUT, SQL_C_LONG, SQL_INTEGER, 0, 0, &v, 0, &ind); // OK: does not wait
    SQLExecute(st);                                                     // BAD: database
    SQLRowCount(st, &rows);                                             // OK: does not wait
    SQLNumResultCols(st, &cols);                                        // OK: does not wait
    SQLGetCursorName(st, name, 32, &cols);                              // OK: does not wait
    SQLFreeStmt(st, SQL_UNBIND);                                        // OK: does not wait
    SQLFreeStmt(st, SQL_RESET_PARAMS);                                  // OK: does not wait
    co_return;
}

task catalogue(SQLHSTMT st)
{
    SQLTables(st, nullptr, 0, nullptr, 0, (SQLCHAR *)"%", SQL_NTS, nullptr, 0); // BAD: database
    SQLColumns(st, nullptr, 0, nullptr, 0, (SQLCHAR *)"t", SQL_NTS, nullptr, 0); // BAD: database
    SQLPrimaryKeys(st, nullptr, 0, nullptr, 0, (SQLCHAR *)"t", SQL_NTS); // BAD: database
    SQLStatistics(st, nullptr, 0, nullptr, 0, (SQLCHAR *)"t", SQL_NTS, SQL_INDEX_ALL, SQL_QUICK); // BAD: database
    SQLProcedures(st, nullptr, 0, nullptr, 0, nullptr, 0);              // BAD: database
    co_return;
}
