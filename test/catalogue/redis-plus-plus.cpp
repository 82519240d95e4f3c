// redis-plus-plus, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <sw/redis++/redis++.h>

using namespace sw::redis;

mock::task<> use(Redis &cache, AsyncRedis &other, RedisCluster &cluster) {
  Redis made("tcp://db");              // OK: connects when it is used
  cache.get("a");                      // BAD: database
  cache.set("a", "b");                 // BAD: database
  cache.command<long long>("INCR", "a"); // BAD: database
  cluster.get("a");                    // BAD: database
  other.get("a");                      // OK: a thread gets it
  QueuedRedis pipe = cache.pipeline(); // BAD: database
  pipe.set("a", "b");                  // OK: only collects
  pipe.exec();                         // BAD: database
  Subscriber events = cache.subscriber(); // BAD: database
  events.on_message([](std::string, std::string) {}); // OK: only remembers it
  events.consume();                    // BAD: database
  co_return;
}
