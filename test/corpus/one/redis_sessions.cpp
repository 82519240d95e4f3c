// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: hiredis
// Session cache in front of Redis (hiredis).
#include <hiredis/async.h>
#include <hiredis/hiredis.h>
#include <sys/time.h>

#include <cstdarg>
#include <cstring>
#include <memory>
#include <optional>
#include <string>

#include "task.h"

namespace sessions {

struct reply_deleter {
  void operator()(redisReply* r) const { freeReplyObject(r); }
};
using reply = std::unique_ptr<redisReply, reply_deleter>;

class Cache {
 public:
  Cache(const char* host, int port) : c_(redisConnect(host, port)) {}
  ~Cache() { redisFree(c_); }

  std::optional<std::string> get(const std::string& k) {
    reply r(static_cast<redisReply*>(redisCommand(c_, "GET %s", k.c_str())));
    if (!r || r->type != REDIS_REPLY_STRING) return std::nullopt;
    return std::string(r->str, r->len);
  }
  template <class... A>
  reply run(const char* fmt, A... a) {
    return reply(static_cast<redisReply*>(redisCommand(c_, fmt, a...)));
  }
  redisContext* raw() { return c_; }

 private:
  redisContext* c_;
};

rt::task<std::string> load_session(std::string id) {
  redisContext* c = redisConnect("cache", 6379); // BAD: database
  timeval tv{1, 500000};
  redisContext* d = redisConnectWithTimeout("cache", 6379, tv); // BAD: database
  redisContext* u = redisConnectUnix("/run/redis.sock"); // BAD: database
  redisContext* n = redisConnectNonBlock("cache", 6379);       // OK: non-blocking connect
  if (c->err) redisReconnect(c); // BAD: database
  auto* r = static_cast<redisReply*>(redisCommand(c, "HGETALL %s", id.c_str())); // BAD: database
  freeReplyObject(r);                                          // OK: frees memory
  const char* argv[] = {"GET", id.c_str()};
  r = static_cast<redisReply*>(redisCommandArgv(d, 2, argv, nullptr)); // BAD: database
  std::string out = r && r->str ? r->str : "";
  freeReplyObject(r);
  redisFree(u);
  redisFree(n);
  co_return out;
}

rt::task<> pipeline(redisContext* c) {
  for (int i = 0; i < 10; ++i) redisAppendCommand(c, "INCR hits");  // OK: appends to a buffer
  void* r = nullptr;
  for (int i = 0; i < 10; ++i) {
    redisGetReply(c, &r); // BAD: database
    freeReplyObject(r);
  }
  redisSetTimeout(c, timeval{1, 0});                           // OK: sets an option
  co_return;
}

rt::task<std::string> through_class(Cache& cache, std::string k) {
  auto v = cache.get(k); // BAD: database
  if (v) co_return *v;
  auto r = cache.run("SET %s %s", k.c_str(), "new"); // BAD: database
  auto p = cache.run("PING"); // BAD: database
  co_return r ? r->str : "";                                   // OK: reads a reply in memory
}

static void on_reply(redisAsyncContext*, void* r, void* priv) {
  if (r) static_cast<rt::async_event*>(priv)->set();
}

rt::task<> async_style(redisAsyncContext* ac) {
  rt::async_event done;
  redisAsyncCommand(ac, on_reply, &done, "GET %s", "k");       // OK: queued, callback later
  co_await done.wait();                                        // OK: awaited event
  redisAsyncDisconnect(ac);                                    // OK: starts the shutdown
}

rt::task<redisAsyncContext*> async_open() {
  redisAsyncContext* ac = redisAsyncConnect("cache", 6379);    // OK: non-blocking connect
  redisAsyncSetConnectCallback(ac, nullptr);                   // OK: sets a callback
  co_return ac;
}

// Local LRU with the same interface.
struct local_cache {
  std::optional<std::string> get(const std::string&) const { return last; }
  std::string run(const char* cmd) { return last = cmd; }
  std::string last;
};

rt::task<std::string> local_first(local_cache& l, std::unique_ptr<Cache> remote) {
  if (auto v = l.get("k")) co_return *v;                       // OK: in memory
  l.run("GET");                                                // OK: in memory
  Cache* c = remote.get();                                     // OK: unique_ptr::get
  if (auto v = c->get("k")) co_return *v; // BAD: database
  Cache fresh("cache2", 6379); // BAD: database
  co_return "";
}

int warmup_tool() {
  Cache c("cache", 6379);                                      // OK: plain function, called by no coroutine
  return c.get("k").has_value();                               // OK: plain function, called by no coroutine
}

}  // namespace sessions
