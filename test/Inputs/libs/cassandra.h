/* Declarations of the Cassandra driver for tests; see README.md. */
#pragma once
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
typedef struct CassFuture_ CassFuture;
typedef struct CassSession_ CassSession;
typedef struct CassCluster_ CassCluster;
typedef struct CassStatement_ CassStatement;
typedef struct CassBatch_ CassBatch;
typedef struct CassResult_ CassResult;
typedef struct CassPrepared_ CassPrepared;
typedef struct CassErrorResult_ CassErrorResult;
typedef struct CassIterator_ CassIterator;
typedef enum { CASS_OK } CassError;
typedef int cass_bool_t;
typedef uint64_t cass_duration_t;
typedef void (*CassFutureCallback)(CassFuture *future, void *data);
CassSession *cass_session_new(void);
void cass_session_free(CassSession *session);
CassFuture *cass_session_connect(CassSession *session, const CassCluster *cluster);
CassFuture *cass_session_execute(CassSession *session, const CassStatement *statement);
CassFuture *cass_session_execute_batch(CassSession *session, const CassBatch *batch);
CassFuture *cass_session_prepare(CassSession *session, const char *query);
CassFuture *cass_session_close(CassSession *session);
CassCluster *cass_cluster_new(void);
CassError cass_cluster_set_contact_points(CassCluster *cluster, const char *points);
CassStatement *cass_statement_new(const char *query, size_t parameters);
CassError cass_statement_bind_int32(CassStatement *statement, size_t index, int32_t value);
void cass_future_free(CassFuture *future);
CassError cass_future_set_callback(CassFuture *future, CassFutureCallback callback, void *data);
cass_bool_t cass_future_ready(CassFuture *future);
void cass_future_wait(CassFuture *future);
cass_bool_t cass_future_wait_timed(CassFuture *future, cass_duration_t microseconds);
const CassResult *cass_future_get_result(CassFuture *future);
const CassErrorResult *cass_future_get_error_result(CassFuture *future);
const CassPrepared *cass_future_get_prepared(CassFuture *future);
CassError cass_future_error_code(CassFuture *future);
void cass_future_error_message(CassFuture *future, const char **message, size_t *length);
size_t cass_result_row_count(const CassResult *result);
cass_bool_t cass_iterator_next(CassIterator *iterator);
#ifdef __cplusplus
}
#endif
