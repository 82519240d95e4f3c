// mongocxx, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <mongocxx/client.hpp>
#include <mongocxx/pool.hpp>

mock::task<> use(mongocxx::client &client, mongocxx::pool &pool, mongocxx::document filter) {
  mongocxx::client other;                         // OK: connects when it is used
  mongocxx::collection users = client["shop"]["users"]; // OK: asks nobody
  users.find_one(filter);                         // BAD: database
  users.insert_one(filter);                       // BAD: database
  mongocxx::cursor all = users.find(filter);      // OK: the cursor sends the query
  for (mongocxx::document &user : all)            // BAD: database
    user = filter;                                // OK: works on memory
  mongocxx::bulk_write many = users.create_bulk_write(); // OK: sends nothing
  many.append(filter);                            // OK: only collects
  many.execute();                                 // BAD: database
  pool.try_acquire();                             // OK: gives up at once
  pool.acquire();                                 // BAD: wait
  mongocxx::client_session work = client.start_session();
  work.start_transaction();                       // OK: only remembers it
  work.commit_transaction();                      // BAD: database
  co_return;
}
