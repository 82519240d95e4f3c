#include "session.hpp"

#include <csignal>
#include <iostream>
#include <string_view>
#include <utility>

namespace {

using namespace orders;
using asio::ip::tcp;

constexpr std::string_view usage =
    "usage: orders --serve FILE   serve, with the settings in FILE\n"
    "       orders --self-test    one request over loopback, no servers\n";

asio::awaitable<void> listen(tcp::acceptor acceptor, services &s) {
  for (;;)
    asio::co_spawn(
        acceptor.get_executor(),
        serve_client(co_await acceptor.async_accept(asio::use_awaitable), s),
        asio::detached);
}

int serve(const std::string &file) {
  // The loop does not run yet: here waiting is fine.
  config settings = load_config(file);
  file_log log("audit.log");
  services s{settings, log, cache(settings.redis)};

  asio::io_context loop;
  asio::signal_set quit(loop, SIGINT, SIGTERM);
  quit.async_wait([&](auto, auto) { loop.stop(); });
  tcp::acceptor acceptor(loop, {tcp::v4(), settings.port});
  asio::co_spawn(loop, listen(std::move(acceptor), s), asio::detached);
  loop.run();
  return 0;
}

asio::awaitable<void> request(services &s, std::string path,
                              std::string &reply) {
  auto loop = co_await asio::this_coro::executor;
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  tcp::socket client(loop);
  co_await client.async_connect(acceptor.local_endpoint(), asio::use_awaitable);
  asio::co_spawn(
      loop,
      serve_client(co_await acceptor.async_accept(asio::use_awaitable), s),
      asio::detached);

  std::string text = "GET " + path + " HTTP/1.0\r\n\r\n";
  co_await asio::async_write(client, asio::buffer(text), asio::use_awaitable);
  boost::system::error_code end;
  co_await asio::async_read(client, asio::dynamic_buffer(reply),
                            asio::redirect_error(asio::use_awaitable, end));
}

int self_test() {
  null_log log;
  config settings;
  services s{settings, log, cache(settings.redis)};
  std::string reply;
  asio::io_context loop;
  asio::co_spawn(loop, request(s, "/v2/reload/now", reply), asio::detached);
  loop.run();
  bool good = reply == "HTTP/1.0 200 OK\r\n\r\nreloaded\n";
  std::cout << "self-test: " << (good ? "ok" : "failed") << "\n";
  return good ? 0 : 1;
}

} // namespace

int main(int argc, char **argv) {
  std::string_view option = argc > 1 ? argv[1] : "";
  if (option == "--self-test" && argc == 2)
    return self_test();
  if (option == "--serve" && argc == 3)
    return serve(argv[2]);
  std::cout << usage;
  return argc == 1 ? 0 : 2;
}
