// The C driver of MongoDB on its own headers.
// REQUIRES: mongoc
// RUN: %check_marks %s -- %flags -I/usr/include/libmongoc-1.0 -I/usr/include/libbson-1.0
#include "coroutine.h"

#include <mongoc/mongoc.h>

mock::task<> find(mongoc_client_pool_t *pool, mongoc_collection_t *users, bson_t *filter, bson_t *reply,
                  bson_error_t *error) {
  mongoc_client_t *client = mongoc_client_pool_try_pop(pool); // OK: gives up at once
  client = mongoc_client_pool_pop(pool);                      // BAD: wait
  mongoc_client_get_database(client, "shop");                 // OK: asks nobody
  mongoc_cursor_t *cursor =
      mongoc_collection_find_with_opts(users, filter, nullptr, nullptr); // OK: the cursor sends the query
  const bson_t *row;
  while (mongoc_cursor_next(cursor, &row)) // BAD: database
    bson_iter_init(nullptr, row);          // OK: works on memory
  mongoc_cursor_error(cursor, error);      // OK: only looks
  mongoc_cursor_destroy(cursor);           // BAD: database
  mongoc_collection_insert_one(users, filter, nullptr, reply, error);                           // BAD: database
  mongoc_collection_count_documents(users, filter, nullptr, nullptr, reply, error);             // BAD: database
  mongoc_client_command_simple(client, "admin", filter, nullptr, reply, error);                 // BAD: database
  mongoc_bulk_operation_t *bulk = mongoc_collection_create_bulk_operation_with_opts(users, nullptr); // OK: sends nothing
  mongoc_bulk_operation_insert(bulk, filter);                                                   // OK: only collects
  mongoc_bulk_operation_execute(bulk, reply, error);                                            // BAD: database
  co_return;
}

mock::task<> stream(mongoc_stream_t *stream, mongoc_stream_poll_t *streams, void *text) {
  mongoc_stream_read(stream, text, 8, 8, 1000); // BAD: socket
  mongoc_stream_poll(streams, 1, 0);            // OK: only asks
  mongoc_stream_poll(streams, 1, 100);          // BAD: socket
  co_return;
}

mock::task<> lists(mongoc_client_t *client, mongoc_database_t *shop, mongoc_collection_t *users, bson_error_t *error) {
  mongoc_client_find_databases_with_opts(client, nullptr);     // OK: the cursor sends the query
  mongoc_database_find_collections_with_opts(shop, nullptr);   // BAD: database
  mongoc_collection_find_indexes_with_opts(users, nullptr);    // BAD: database
  bool end;
  bson_reader_t *file = bson_reader_new_from_file("a", error); // BAD: file
  bson_reader_read(file, &end);                                // BAD: file
  bson_reader_t *memory = bson_reader_new_from_data(nullptr, 0); // OK: in memory
  bson_reader_read(memory, &end);                              // OK: in memory
  co_return;
}
