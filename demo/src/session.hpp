#pragma once

#include "audit.hpp"
#include "cache.hpp"

#include <boost/asio.hpp>

#include <string>

namespace orders {

namespace asio = boost::asio;

struct config {
  std::string file = "orders.conf";
  std::string database = "dbname=orders";
  std::string redis = "redis.sock";
  std::string webhook = "http://127.0.0.1:8081/hooks/orders";
  unsigned short port = 8080;
};

config load_config(const std::string &file);

struct services {
  config settings;
  audit_log &log;
  cache redis;
  asio::thread_pool pool{2};
};

// What /v1 and /v2 do is the same, but /v1 stalls the loop on the way.
namespace v1 {
asio::awaitable<std::string> show_order(services &s, std::string id);
asio::awaitable<std::string> place_order(services &s, std::string item);
asio::awaitable<std::string> stock(services &s, std::string item);
asio::awaitable<std::string> notify(services &s, std::string id);
asio::awaitable<std::string> check_host(services &s, std::string host);
asio::awaitable<std::string> reload(services &s, std::string);
asio::awaitable<std::string> reload_on_thread(services &s, std::string);
} // namespace v1

namespace v2 {
asio::awaitable<std::string> show_order(services &s, std::string id);
asio::awaitable<std::string> place_order(services &s, std::string item);
asio::awaitable<std::string> stock(services &s, std::string item);
asio::awaitable<std::string> notify(services &s, std::string id);
asio::awaitable<std::string> check_host(services &s, std::string host);
asio::awaitable<std::string> reload(services &s, std::string);
} // namespace v2

/// Answers one request.
asio::awaitable<void> serve_client(asio::ip::tcp::socket client, services &s);

} // namespace orders
