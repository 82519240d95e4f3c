// mongoc, on its own headers; see README.md.
// REQUIRES: mongoc
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/libmongoc-1.0 -I/usr/include/libbson-1.0
#include <mongoc/mongoc.h>
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

task clients()
{
    bson_error_t err;
    mongoc_uri_t *uri = mongoc_uri_new("mongodb://db1:27017");                 // OK: does not wait
    mongoc_client_t *c = mongoc_client_new_from_uri(uri);               // OK: does not wait
    mongoc_client_set_appname(c, "worker");                             // OK: does not wait
    mongoc_client_set_error_api(c, 2);                                  // OK: does not wait
    mongoc_database_t *db = mongoc_client_get_database(c, "app");       // OK: does not wait
    mongoc_collection_t *coll = mongoc_client_get_collection(c, "app", "jobs"); // OK: does not wait
    const char *nm = mongoc_collection_get_name(coll);                  // OK: does not wait
    const mongoc_write_concern_t *wc = mongoc_client_get_write_concern(c); // OK: does not wait
    char **names = mongoc_client_get_database_names_with_opts(c, nullptr, &err); // BAD: database
    char **colls = mongoc_database_get_collection_names_with_opts(db, nullptr, &err); // BAD: database
    mongoc_server_description_t *sd = mongoc_client_select_server(c, true, nullptr, &err); // BAD: database
    mongoc_client_session_t *cs = mongoc_client_start_session(c, nullptr, &err); // BAD: database
    mongoc_read_prefs_t *rp = mongoc_read_prefs_new(MONGOC_READ_PRIMARY); // OK: does not wait
    const char *ver = mongoc_get_version();                             // OK: does not wait
    (void)nm; (void)wc; (void)names; (void)colls; (void)sd; (void)cs; (void)rp; (void)ver;
    co_return;
}

task pools()
{
    mongoc_uri_t *uri = mongoc_uri_new("mongodb://db1:27017");          // OK: does not wait
    mongoc_client_pool_t *p = mongoc_client_pool_new(uri);              // OK: does not wait
    mongoc_client_pool_max_size(p, 10);                                 // OK: does not wait
    mongoc_client_t *t = mongoc_client_pool_try_pop(p);                 // OK: does not wait
    mongoc_client_t *c = mongoc_client_pool_pop(p);                     // BAD: wait
    mongoc_client_pool_push(p, c);                                      // OK: does not wait
    (void)t;
    co_return;
}

task crud(mongoc_client_t *c, mongoc_collection_t *coll, mongoc_database_t *db)
{
    bson_error_t err;
    bson_t reply;
    bson_t *doc = bson_new();                                           // OK: does not wait
    BSON_APPEND_INT32(doc, "n", 1);                                     // OK: does not wait
    bson_t *q = BCON_NEW("n", BCON_INT32(1));                           // OK: does not wait
    char *js = bson_as_canonical_extended_json(q, nullptr);             // OK: does not wait
    mongoc_collection_insert_one(coll, doc, nullptr, &reply, &err);     // BAD: database
    const bson_t *many[1] = {doc};
    mongoc_collection_insert_many(coll, many, 1, nullptr, &reply, &err); // BAD: database
    mongoc_collection_update_one(coll, q, doc, nullptr, &reply, &err);  // BAD: database
    mongoc_collection_replace_one(coll, q, doc, nullptr, &reply, &err); // BAD: database
    mongoc_collection_delete_many(coll, q, nullptr, &reply, &err);      // BAD: database
    int64_t n = mongoc_collection_count_documents(coll, q, nullptr, nullptr, &reply, &err); // BAD: database
    int64_t e = mongoc_collection_estimated_document_count(coll, nullptr, nullptr, &reply, &err); // BAD: database
    mongoc_collection_drop(coll, &err);                                 // BAD: database
    mongoc_client_command_simple(c, "admin", q, nullptr, &reply, &err); // BAD: database
    mongoc_database_command_simple(db, q, nullptr, &reply, &err);       // BAD: database
    mongoc_find_and_modify_opts_t *fo = mongoc_find_and_modify_opts_new(); // OK: does not wait
    mongoc_collection_find_and_modify_with_opts(coll, q, fo, &reply, &err); // BAD: database
    bson_destroy(doc);                                                  // OK: does not wait
    (void)js; (void)n; (void)e;
    co_return;
}

task cursors(mongoc_collection_t *coll, const bson_t *q)
{
    const bson_t *doc;
    bson_error_t err;
    mongoc_cursor_t *cur = mongoc_collection_find_with_opts(coll, q, nullptr, nullptr); // OK: does not wait
    mongoc_cursor_set_batch_size(cur, 100);                             // OK: does not wait
    bool has = mongoc_cursor_next(cur, &doc);                           // BAD: database
    bool er = mongoc_cursor_error(cur, &err);                           // OK: does not wait
    uint32_t bs = mongoc_cursor_get_batch_size(cur);                    // OK: does not wait
    bool more = mongoc_cursor_more(cur);                                // OK: does not wait
    (void)has; (void)er; (void)bs; (void)more;
    co_return;
}

task bulk(mongoc_collection_t *coll, const bson_t *doc)
{
    bson_error_t err;
    bson_t reply;
    mongoc_bulk_operation_t *b = mongoc_collection_create_bulk_operation_with_opts(coll, nullptr); // OK: does not wait
    mongoc_bulk_operation_insert(b, doc);                               // OK: does not wait
    mongoc_bulk_operation_remove_one(b, doc);                           // OK: does not wait
    mongoc_bulk_operation_execute(b, &reply, &err);                     // BAD: database
    co_return;
}

task transactions(mongoc_client_session_t *cs, mongoc_change_stream_t *st)
{
    bson_error_t err;
    bson_t reply;
    const bson_t *doc;
    mongoc_client_session_start_transaction(cs, nullptr, &err);         // OK: does not wait
    bool in = mongoc_client_session_in_transaction(cs);                 // OK: does not wait
    mongoc_client_session_commit_transaction(cs, &reply, &err);         // BAD: database
    mongoc_change_stream_next(st, &doc);                                // BAD: database
    const bson_t *tok = mongoc_change_stream_get_resume_token(st);      // OK: does not wait
    (void)in; (void)tok;
    co_return;
}
