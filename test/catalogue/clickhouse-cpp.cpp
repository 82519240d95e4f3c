// clickhouse-cpp, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <clickhouse/client.h>

mock::task<> query(clickhouse::Client &kept, clickhouse::ClientOptions options, clickhouse::Block block) {
  clickhouse::Client db(options);                        // BAD: database
  clickhouse::Query all("SELECT 1");                     // OK: works on memory
  kept.Execute(all);                                     // BAD: database
  kept.Select("SELECT 1", [](const clickhouse::Block &) {}); // BAD: database
  kept.Insert("orders", block);                          // BAD: database
  block.GetRowCount();                                   // OK: works on memory
  kept.GetServerInfo();                                  // OK: works on memory
  co_return;
}
