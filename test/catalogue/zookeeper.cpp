// ZooKeeper's C client on its own headers.
// REQUIRES: zookeeper
// RUN: %check_marks %s -- %flags -DTHREADED
#include "coroutine.h"

#include <zookeeper/zookeeper.h>

void watch(zhandle_t *, int, int, const char *, void *);
void got(int, const char *, int, const Stat *, const void *);
void created(int, const char *, const void *);
void done(int, const void *);

mock::task<> elect(zhandle_t *keeper, char *text, int *size) {
  zhandle_t *made = zookeeper_init("a:2181,b:2181", watch, 1000, nullptr, nullptr, 0); // BAD: dns
  zoo_state(made);                                                    // OK: only looks
  zoo_create(keeper, "/a", "b", 1, &ZOO_OPEN_ACL_UNSAFE, 0, text, 8); // BAD: database
  zoo_acreate(keeper, "/a", "b", 1, &ZOO_OPEN_ACL_UNSAFE, 0, created, nullptr); // OK: answers later
  zoo_get(keeper, "/a", 0, text, size, nullptr);                      // BAD: database
  zoo_aget(keeper, "/a", 0, got, nullptr);                            // OK: answers later
  zoo_wget(keeper, "/a", watch, nullptr, text, size, nullptr);        // BAD: database
  zoo_awget(keeper, "/a", watch, nullptr, got, nullptr);              // OK: answers later
  zoo_delete(keeper, "/a", -1);                                       // BAD: database
  zoo_adelete(keeper, "/a", -1, done, nullptr);                       // OK: answers later
  zoo_async(keeper, "/a", created, nullptr);                          // OK: answers later
  zookeeper_close(keeper);                                            // BAD: database
  zoo_recv_timeout(made);                                             // OK: only looks
  zerror(0);                                                          // OK: only looks
  co_return;
}
