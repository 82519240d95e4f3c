#include "retry.hpp"
#include "session.hpp"

#include <curl/curl.h>
#include <netdb.h>

#include <memory>

namespace orders {
namespace {

struct curl_deleter {
  void operator()(CURL *request) const { curl_easy_cleanup(request); }
};

long perform(CURL *request) {
  long status = 0;
  if (curl_easy_perform(request) == CURLE_OK)
    curl_easy_getinfo(request, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

bool post(const std::string &url, const std::string &body) {
  std::unique_ptr<CURL, curl_deleter> request(curl_easy_init());
  curl_easy_setopt(request.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(request.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(request.get(), CURLOPT_TIMEOUT_MS, 5000L);
  return perform(request.get()) == 200;
}

bool lookup(const std::string &host) {
  addrinfo *found = nullptr;
  if (::getaddrinfo(host.c_str(), "https", nullptr, &found) != 0)
    return false;
  ::freeaddrinfo(found);
  return true;
}

} // namespace

// stalls: for a round trip to somebody else's server, up to five seconds.
asio::awaitable<std::string> v1::notify(services &s, std::string id) {
  bool sent = co_await retry(3, [&]() -> asio::awaitable<bool> {
    co_return post(s.settings.webhook, "shipped " + id);
  });
  co_return sent ? "sent" : "given up";
}

// does not: libcurl waits on a thread of the pool.
asio::awaitable<std::string> v2::notify(services &s, std::string id) {
  bool sent = co_await retry(3, [&] {
    return asio::co_spawn(
        s.pool,
        [&]() -> asio::awaitable<bool> {
          co_return post(s.settings.webhook, "shipped " + id);
        },
        asio::use_awaitable);
  });
  co_return sent ? "sent" : "given up";
}

// stalls: timed() runs the lambda here, and a name server may be slow.
asio::awaitable<std::string> v1::check_host(services &, std::string host) {
  bool known = false;
  auto spent = timed([&] { known = lookup(host); });
  co_return (known ? "found in " : "not found in ") +
      std::to_string(spent.count()) + " ms";
}

// does not: the resolver has a thread of its own.
asio::awaitable<std::string> v2::check_host(services &, std::string host) {
  asio::ip::tcp::resolver resolver(co_await asio::this_coro::executor);
  boost::system::error_code error;
  co_await resolver.async_resolve(
      host, "https", asio::redirect_error(asio::use_awaitable, error));
  co_return error ? "not found" : "found";
}

} // namespace orders
