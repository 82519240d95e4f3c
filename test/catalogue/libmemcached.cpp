// libmemcached on its own header.
// REQUIRES: libmemcached
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <libmemcached/memcached.h>

mock::task<> use(memcached_st *cache, size_t *size, uint32_t *flags, memcached_return_t *result) {
  memcached_server_add(cache, "a", 11211);              // OK: only remembers it
  memcached_get(cache, "a", 1, size, flags, result);    // BAD: database
  memcached_set(cache, "a", 1, "b", 1, 0, 0);           // BAD: database
  memcached_behavior_set(cache, MEMCACHED_BEHAVIOR_NO_BLOCK, 1); // OK: only remembers it
  memcached_delete(cache, "a", 1, 0);                   // BAD: database
  memcached_strerror(cache, *result);                   // OK: only text
  memcached_stat(cache, nullptr, result);               // BAD: database
  memcached_last_error_message(cache);                  // OK: only text
  co_return;
}
