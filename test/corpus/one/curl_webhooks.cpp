// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: libcurl
// Web hook dispatcher using libcurl.
#include <curl/curl.h>

#include <memory>
#include <string>
#include <vector>

#include "task.h"

namespace hooks {

struct easy_deleter {
  void operator()(CURL* c) const { curl_easy_cleanup(c); }
};
using easy = std::unique_ptr<CURL, easy_deleter>;

static size_t collect(char* p, size_t s, size_t n, void* out) {
  static_cast<std::string*>(out)->append(p, s * n);
  return s * n;
}

class HttpClient {
 public:
  std::string get(const std::string& url) { return request(url, nullptr); }
  std::string post(const std::string& url, const std::string& body) { return request(url, &body); }

 private:
  std::string request(const std::string& url, const std::string* body) {
    easy c(curl_easy_init());
    std::string out;
    curl_easy_setopt(c.get(), CURLOPT_URL, url.c_str());
    if (body) curl_easy_setopt(c.get(), CURLOPT_POSTFIELDS, body->c_str());
    curl_easy_setopt(c.get(), CURLOPT_WRITEFUNCTION, collect);
    curl_easy_setopt(c.get(), CURLOPT_WRITEDATA, &out);
    curl_easy_perform(c.get());
    return out;
  }
};

rt::task<std::string> notify(std::string url, std::string body) {
  easy c(curl_easy_init());                                  // OK: allocates a handle
  std::string out;
  curl_easy_setopt(c.get(), CURLOPT_URL, url.c_str());       // OK: sets an option
  curl_easy_setopt(c.get(), CURLOPT_POSTFIELDS, body.c_str());  // OK: sets an option
  curl_easy_setopt(c.get(), CURLOPT_WRITEFUNCTION, collect); // OK: sets an option
  CURLcode rc = curl_easy_perform(c.get()); // BAD: http
  if (rc != CURLE_OK) out = curl_easy_strerror(rc);          // OK: a table lookup
  long status = 0;
  curl_easy_getinfo(c.get(), CURLINFO_RESPONSE_CODE, &status);  // OK: a query
  co_return out;
}

rt::task<> fan_out(std::vector<std::string> urls) {
  HttpClient client;
  for (auto& u : urls) {
    auto body = client.get(u); // BAD: http
    client.post(u, body); // BAD: http
  }
  co_return;
}

rt::task<int> multi_blocking(CURLM* m) {
  int running = 0;
  int fds = 0;
  do {
    curl_multi_perform(m, &running);                         // OK: moves what is ready
    curl_multi_poll(m, nullptr, 0, 1000, &fds); // BAD: http
    curl_multi_wait(m, nullptr, 0, 500, &fds); // BAD: http
  } while (running);
  co_return fds;
}

rt::task<int> multi_cooperative(CURLM* m) {
  int running = 0;
  int fds = 0;
  do {
    curl_multi_perform(m, &running);                         // OK: moves what is ready
    curl_multi_poll(m, nullptr, 0, 0, &fds);                 // OK: zero timeout
    curl_multi_wait(m, nullptr, 0, 0, &fds);                 // OK: zero timeout
    int left = 0;
    while (CURLMsg* msg = curl_multi_info_read(m, &left)) {  // OK: takes a message from a list
      curl_multi_remove_handle(m, msg->easy_handle);         // OK: unlinks a handle
    }
    co_await rt::async_sleep(std::chrono::milliseconds(5));  // OK: asynchronous timer
  } while (running);
  co_return fds;
}

rt::task<int> socket_action(CURLM* m, curl_socket_t s) {
  int running = 0;
  co_await rt::readable(s);                                  // OK: waits on the loop
  curl_multi_socket_action(m, s, CURL_CSELECT_IN, &running); // OK: moves what is ready
  long ms = 0;
  curl_multi_timeout(m, &ms);                                // OK: a query
  co_return running;
}

rt::task<> escape_only(CURL* c, std::string text) {
  char* e = curl_easy_escape(c, text.c_str(), int(text.size()));  // OK: works on text
  curl_free(e);                                              // OK: frees memory
  curl_slist* h = curl_slist_append(nullptr, "A: b");        // OK: builds a list
  curl_slist_free_all(h);                                    // OK: frees memory
  co_return;
}

rt::task<std::string> offloaded(rt::thread_pool& pool, std::string url) {
  co_return co_await pool.run([url] {
    HttpClient c;
    return c.get(url);                                       // OK: runs on a worker
  });
}

// In-house asynchronous client with the same verbs.
struct AsyncClient {
  rt::task<std::string> get(std::string url);
  rt::task<std::string> post(std::string url, std::string body);
};

rt::task<> modern(AsyncClient& c) {
  auto page = co_await c.get("https://example.org/");        // OK: awaited member of the user's class
  co_await c.post("https://example.org/", page);             // OK: awaited member of the user's class
}

int cli_fetch(const char* url) {
  HttpClient c;
  return c.get(url).empty();                                 // OK: plain function, called by no coroutine
}

}  // namespace hooks
