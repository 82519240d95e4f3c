#pragma once
/// http::client: HTTP/1.1 requests, over connections that are kept.
///
/// Plain http:// only. Use nostall::timeout for a limit; a cancelled request
/// closes its connection. A kept connection that the server has closed
/// meanwhile is replaced, once, if no answer had begun.
/// Errors: std::system_error, resolve_error, end_of_stream, protocol_error,
/// std::invalid_argument for a URL it cannot use. Loop thread only.
///
///     nostall::http::client client;
///     auto r = co_await client.get("http://127.0.0.1:8080/hello");
#include "../tcp.hpp"
#include "message.hpp"
#include <map>

namespace nostall::http {

class client {
public:
  /// most_kept: idle connections kept for each host and port.
  explicit client(std::size_t most_kept = 128,
                  std::size_t body_limit = 64 << 20);
  ~client();
  client(client &&) noexcept;

  task<response> get(std::string url);
  task<response> post(std::string url, std::string body,
                      std::string content_type = "application/octet-stream");
  /// `r.target` is replaced by the URL's path and query.
  task<response> send(std::string url, request r);

private:
  struct connection;
  task<response> exchange(connection &c, const request &r,
                          const std::string &host);
  std::map<std::string, std::vector<std::unique_ptr<connection>>> kept_;
  std::size_t most_kept_;
  std::size_t body_limit_;
};

} // namespace nostall::http
