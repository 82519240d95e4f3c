// MySQL Connector/C++, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <memory>
#include <mysql_driver.h>

mock::task<> query(sql::Driver *any) {
  auto *driver = sql::mysql::get_driver_instance();                                 // OK: is in memory
  std::unique_ptr<sql::Connection> db(driver->connect("tcp://a", "b", "c"));        // BAD: database
  any->connect("tcp://a", "b", "c");                                                // BAD: database
  any->threadInit();                                                                // OK: memory of the thread
  db->setSchema("d");                                                               // BAD: database
  db->isClosed();                                                                   // OK: a flag
  db->isValid();                                                                    // BAD: database
  std::unique_ptr<sql::Statement> statement(db->createStatement());                 // OK: works on memory
  statement->setQueryTimeout(1);                                                    // OK: a setting
  statement->execute("DELETE FROM t");                                              // BAD: database
  std::unique_ptr<sql::ResultSet> rows(statement->executeQuery("SELECT 1"));        // BAD: database
  while (rows->next())                                                              // OK: has been read
    rows->getInt(1);                                                                // OK: is in memory
  auto *prepared = db->prepareStatement("SELECT ?");                                // BAD: database
  prepared->setInt(1, 2);                                                           // OK: works on memory
  prepared->executeQuery();                                                         // BAD: database
  db->getMetaData()->getTables("", "d");                                            // BAD: database
  db->getMetaData()->getDriverName();                                               // OK: is in memory
  db->commit();                                                                     // BAD: database
  co_return;
}
