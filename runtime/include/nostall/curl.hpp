#pragma once
/// curl::client: HTTP and HTTPS through libcurl, driven by the loop.
///
/// The members of http::client, with TLS, HTTP/2 and proxies. Connections are
/// kept and shared by the requests of one client; redirects are not followed.
/// A cancelled request closes its connection. A client that is destroyed fails
/// the requests that are under way.
///
/// What still takes time on the loop: the first https request of a client reads
/// the file of certificate authorities (about 25 ms for Debian's, with its 140;
/// a `ca_file` with one takes 1 ms), so make one client and keep it; and each
/// TLS handshake computes for 1 to 3 ms. Names take none: libcurl resolves them
/// in threads of its own (Debian's does; a libcurl that does not is refused),
/// and a cancelled request does not wait for those.
/// Errors: curl::error with libcurl's code and message, http::protocol_error
/// for a body over the limit, std::invalid_argument for a header field that
/// would not stay one. Loop thread only.
///
///     nostall::curl::client client({.ca_file = "authority.pem"});
///     auto r = co_await client.get("https://127.0.0.1:8443/hello");
#include "http/message.hpp"
#include "loop.hpp"

namespace nostall::curl {

class error : public std::runtime_error {
public:
  error(int code, const std::string &what)
      : std::runtime_error(what), code_(code) {}
  /// CURLE_COULDNT_CONNECT, CURLE_PEER_FAILED_VERIFICATION, ….
  int code() const noexcept { return code_; }

private:
  int code_;
};

struct client_options {
  /// PEM; these authorities and no others. Empty: those of the system.
  std::string ca_file;
  /// For a request as a whole; 0: no limit. Also see nostall::timeout.
  std::chrono::milliseconds timeout{0};
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(60);
  /// At once; further requests queue. 0: no limit.
  std::size_t connections_per_host = 0;
  std::size_t most_kept = 128; // idle connections
  std::size_t body_limit = 64 << 20;
};

class client {
public:
  /// On a running loop, to which it belongs.
  explicit client(client_options o = {});
  ~client();
  client(client &&) noexcept;
  client &operator=(client &&) noexcept;

  task<http::response> get(std::string url);
  task<http::response>
  post(std::string url, std::string body,
       std::string content_type = "application/octet-stream");
  /// `r.target` is replaced by the URL's path and query.
  task<http::response> send(std::string url, http::request r);

private:
  class engine;
  class transfer;
  std::shared_ptr<engine> engine_;
};

} // namespace nostall::curl
