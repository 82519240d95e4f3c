// cpp-httplib, on its own headers; see README.md.
// REQUIRES: cpp-httplib
// RUN: %check_marks %s --profile=strict -- -std=c++20 -DCPPHTTPLIB_OPENSSL_SUPPORT -DCPPHTTPLIB_ZLIB_SUPPORT -DCPPHTTPLIB_BROTLI_SUPPORT
#include <httplib.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

task client(const std::string &host)
{
    httplib::Client c("https://api.example.com");                       // OK: does not wait
    c.set_connection_timeout(2, 0);                                     // OK: does not wait
    c.set_read_timeout(5);                                              // OK: does not wait
    c.set_default_headers({{"User-Agent", "app"}});                     // OK: does not wait
    c.set_bearer_token_auth("tok");                                     // OK: does not wait
    c.set_follow_location(true);                                        // OK: does not wait
    c.set_keep_alive(true);                                             // OK: does not wait
    bool v = c.is_valid();                                              // OK: does not wait
    auto r = c.Get("/status");                                          // BAD: http
    auto r2 = c.Get("/items", httplib::Headers{{"Accept", "*/*"}});     // BAD: http
    auto h = c.Head("/status");                                         // BAD: http
    auto p = c.Post("/items", "{\"a\":1}", "application/json");         // BAD: http
    auto pf = c.Post("/form", httplib::Params{{"k", "v"}});             // BAD: http
    auto u = c.Put("/items/1", "x", "text/plain");                      // BAD: http
    auto pa = c.Patch("/items/1", "x", "text/plain");                   // BAD: http
    auto d = c.Delete("/items/1");                                      // BAD: http
    auto o = c.Options("*");                                            // BAD: http
    httplib::Request req;                                               // OK: does not wait
    req.method = "GET";
    req.path = "/x";
    req.set_header("Accept", "text/html");                              // OK: does not wait
    auto s = c.send(req);                                               // BAD: http
    int st = r->status;
    bool hh = r->has_header("ETag");                                    // OK: does not wait
    std::string ct = r->get_header_value("Content-Type");               // OK: does not wait
    httplib::Error e = r.error();                                       // OK: does not wait
    std::string es = httplib::to_string(e);                             // OK: does not wait
    c.stop();                                                           // OK: does not wait
    (void)v; (void)st; (void)hh;
    co_return;
}

task tls_client()
{
    httplib::SSLClient c("api.example.com", 443);                       // OK: does not wait
    c.enable_server_certificate_verification(true);                     // OK: does not wait
    auto r = c.Get("/v1");                                              // BAD: http
    auto s = c.Post("/v1");                                             // BAD: http
    co_return;
}

task server()
{
    httplib::Server s;                                                  // OK: does not wait
    s.Get("/hi", [](const httplib::Request &, httplib::Response &r) { r.set_content("hi", "text/plain"); }); // OK: does not wait
    s.set_payload_max_length(1 << 20);                                  // OK: does not wait
    s.set_read_timeout(5, 0);                                           // OK: does not wait
    int port = s.bind_to_any_port("127.0.0.1");                         // OK: does not wait
    s.listen_after_bind();                                              // BAD: nested-event-loop
    s.listen("0.0.0.0", 8080);                                          // BAD: nested-event-loop
    bool r = s.is_running();                                            // OK: does not wait
    s.stop();                                                           // OK: does not wait
    (void)port; (void)r;
    co_return;
}

task response(httplib::Response &res, const httplib::Request &rq)
{
    res.set_content("x", "text/plain");                                 // OK: does not wait
    res.set_redirect("/login");                                         // OK: does not wait
    res.set_header("X-A", "1");                                         // OK: does not wait
    bool p = rq.has_param("q");                                         // OK: does not wait
    std::string v = rq.get_param_value("q");                            // OK: does not wait
    (void)p;
    co_return;
}
