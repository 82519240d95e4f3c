#include "session.hpp"

#include <fstream>
#include <future>

namespace orders {
namespace {

config parse(std::istream &in) {
  config out;
  std::string key, value;
  while (in >> key >> value) {
    if (key == "database")
      out.database = value;
    else if (key == "redis")
      out.redis = value;
    else if (key == "webhook")
      out.webhook = value;
    else if (key == "port")
      out.port = static_cast<unsigned short>(std::stoul(value));
  }
  return out;
}

} // namespace

config load_config(const std::string &file) {
  std::ifstream in(file);
  config out = parse(in);
  out.file = file;
  return out;
}

// stalls: the file may be on a slow or remote disk. main() calls the same
// function, but before the loop runs.
asio::awaitable<std::string> v1::reload(services &s, std::string) {
  s.settings = load_config(s.settings.file);
  co_return "reloaded";
}

// stalls: the other thread has the work, but get() waits for it all the same.
asio::awaitable<std::string> v1::reload_on_thread(services &s, std::string) {
  auto loaded = std::async(std::launch::async, load_config, s.settings.file);
  s.settings = loaded.get();
  co_return "reloaded";
}

// does not: the pool reads, the loop goes on.
asio::awaitable<std::string> v2::reload(services &s, std::string) {
  std::string file = s.settings.file;
  s.settings = co_await asio::co_spawn(
      s.pool, [&]() -> asio::awaitable<config> { co_return load_config(file); },
      asio::use_awaitable);
  co_return "reloaded";
}

} // namespace orders
