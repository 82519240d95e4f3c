#pragma once

#include <boost/asio.hpp>
#include <hiredis/hiredis.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

namespace orders {

namespace asio = boost::asio;

namespace redis {

struct deleter {
  void operator()(redisContext *context) const { redisFree(context); }
  void operator()(redisReply *reply) const { freeReplyObject(reply); }
};
using context = std::unique_ptr<redisContext, deleter>;
using reply = std::unique_ptr<redisReply, deleter>;

inline std::optional<std::string> text(const reply &r) {
  if (!r || r->type != REDIS_REPLY_STRING)
    return std::nullopt;
  return std::string(r->str, r->len);
}

} // namespace redis

/// Waits for each reply: for threads, not for coroutines.
class cache {
public:
  explicit cache(const std::string &path)
      : context_(redisConnectUnix(path.c_str())) {}

  std::optional<std::string> get(const std::string &key) {
    void *reply = redisCommand(context_.get(), "GET order:%s", key.c_str());
    return redis::text(redis::reply(static_cast<redisReply *>(reply)));
  }

private:
  redis::context context_;
};

/// Gives the thread back to the loop while Redis works.
class async_cache {
public:
  explicit async_cache(const std::string &path)
      : context_(redisConnectUnixNonBlock(path.c_str())) {}

  asio::awaitable<std::optional<std::string>> get(const std::string &key) {
    redisContext *redis = context_.get();
    if (redis->err)
      co_return std::nullopt;
    asio::posix::stream_descriptor socket(co_await asio::this_coro::executor,
                                          ::dup(redis->fd));

    redisAppendCommand(redis, "GET order:%s", key.c_str());
    for (int sent = 0; !sent;) {
      co_await socket.async_wait(socket.wait_write, asio::use_awaitable);
      if (redisBufferWrite(redis, &sent) != REDIS_OK)
        co_return std::nullopt;
    }

    void *reply = nullptr;
    while (redisGetReplyFromReader(redis, &reply) == REDIS_OK && !reply) {
      co_await socket.async_wait(socket.wait_read, asio::use_awaitable);
      if (redisBufferRead(redis) != REDIS_OK)
        break;
    }
    co_return redis::text(redis::reply(static_cast<redisReply *>(reply)));
  }

private:
  redis::context context_;
};

} // namespace orders
