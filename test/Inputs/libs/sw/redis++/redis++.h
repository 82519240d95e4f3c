// Declarations of redis-plus-plus for tests; see ../../README.md.
#pragma once
#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <string_view>

namespace sw::redis {
using StringView = std::string_view;
using OptionalString = std::optional<std::string>;

class QueuedRedis {
public:
  QueuedRedis &get(StringView key);
  QueuedRedis &set(StringView key, StringView value);
  int exec();
  void discard();
};

class Subscriber {
public:
  template <class Callback> void on_message(Callback) {}
  void subscribe(StringView channel);
  void psubscribe(StringView pattern);
  void unsubscribe(StringView channel);
  void punsubscribe(StringView pattern);
  void consume();
};

class Redis {
public:
  explicit Redis(const std::string &uri);
  Redis(Redis &&);
  Redis &operator=(Redis &&);
  ~Redis();
  OptionalString get(StringView key);
  bool set(StringView key, StringView value);
  long long del(StringView key);
  template <class Result, class... Args> Result command(StringView name, Args &&...args);
  QueuedRedis pipeline(bool new_connection = true);
  Subscriber subscriber();
};

class RedisCluster {
public:
  explicit RedisCluster(const std::string &uri);
  RedisCluster(RedisCluster &&);
  RedisCluster &operator=(RedisCluster &&);
  ~RedisCluster();
  OptionalString get(StringView key);
};

class AsyncRedis {
public:
  explicit AsyncRedis(const std::string &uri);
  std::future<OptionalString> get(StringView key);
};
class AsyncRedisCluster {
public:
  explicit AsyncRedisCluster(const std::string &uri);
};
} // namespace sw::redis
