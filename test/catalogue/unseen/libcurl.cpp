// libcurl, on its own headers; see README.md.
// REQUIRES: libcurl
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/x86_64-linux-gnu
#include <curl/curl.h>
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

task easy(const char *url)
{
    char *ip = nullptr;
    long code = 0;
    size_t n = 0;
    char buf[512];
    CURL *c = curl_easy_init();                                         // OK: does not wait
    curl_easy_setopt(c, CURLOPT_URL, url);                              // OK: does not wait
    curl_easy_setopt(c, CURLOPT_TIMEOUT, 10L);                          // OK: does not wait
    struct curl_slist *h = curl_slist_append(nullptr, "Accept: */*");   // OK: does not wait
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, h);                         // OK: does not wait
    CURLcode rc = curl_easy_perform(c);                                 // BAD: http
    curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &code);                // OK: does not wait
    curl_easy_getinfo(c, CURLINFO_PRIMARY_IP, &ip);                     // OK: does not wait
    const char *e = curl_easy_strerror(rc);                             // OK: does not wait
    char *esc = curl_easy_escape(c, "a b", 3);                          // OK: does not wait
    curl_free(esc);                                                     // OK: does not wait
    CURL *d = curl_easy_duphandle(c);                                   // OK: does not wait
    curl_easy_reset(d);                                                 // OK: does not wait
    curl_slist_free_all(h);                                             // OK: does not wait
    (void)e; (void)n; (void)buf;
    co_return;
}

task easy_file_transfer(const char *path)
{
    CURL *c = curl_easy_init();                                         // OK: does not wait
    curl_easy_setopt(c, CURLOPT_URL, "https://files.example/upload");   // OK: does not wait
    curl_mime *m = curl_mime_init(c);                                   // OK: does not wait
    curl_mimepart *p = curl_mime_addpart(m);                            // OK: does not wait
    curl_mime_name(p, "file");                                          // OK: does not wait
    curl_mime_data(p, "hello", CURL_ZERO_TERMINATED);                   // OK: does not wait
    curl_easy_setopt(c, CURLOPT_MIMEPOST, m);                           // OK: does not wait
    curl_easy_perform(c);                                               // BAD: http
    CURL *f = curl_easy_init();                                         // OK: does not wait
    curl_easy_setopt(f, CURLOPT_URL, "ftp://mirror.example/pub/x.iso"); // OK: does not wait
    curl_easy_perform(f);                                               // BAD: http
    (void)path;
    co_return;
}

task multi(CURLM *m, CURL *c)
{
    int running = 0, nfds = 0, left = 0;
    long t = 0;
    fd_set r, w, x;
    int maxfd;
    curl_multi_setopt(m, CURLMOPT_MAX_TOTAL_CONNECTIONS, 10L);          // OK: does not wait
    curl_multi_add_handle(m, c);                                        // OK: does not wait
    curl_multi_perform(m, &running);                                    // OK: does not wait
    curl_multi_poll(m, nullptr, 0, 1000, &nfds);                        // BAD: http
    curl_multi_poll(m, nullptr, 0, 0, &nfds);                           // OK: does not wait
    curl_multi_wait(m, nullptr, 0, 500, &nfds);                         // BAD: http
    curl_multi_wait(m, nullptr, 0, 0, &nfds);                           // OK: does not wait
    curl_multi_timeout(m, &t);                                          // OK: does not wait
    curl_multi_fdset(m, &r, &w, &x, &maxfd);                            // OK: does not wait
    curl_multi_socket_action(m, CURL_SOCKET_TIMEOUT, 0, &running);      // OK: does not wait
    CURLMsg *msg = curl_multi_info_read(m, &left);                      // OK: does not wait
    curl_multi_wakeup(m);                                               // OK: does not wait
    curl_multi_remove_handle(m, c);                                     // BAD: http
    const char *e = curl_multi_strerror(CURLM_OK);                      // OK: does not wait
    (void)msg; (void)e;
    co_return;
}

task raw(CURL *c)
{
    char b[100];
    size_t n;
    curl_easy_setopt(c, CURLOPT_URL, "https://api.example/");           // OK: does not wait
    curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);                      // OK: does not wait
    curl_easy_perform(c);                                               // BAD: http
    curl_easy_send(c, "GET / HTTP/1.0\r\n\r\n", 18, &n);                // OK: does not wait
    curl_easy_recv(c, b, sizeof b, &n);                                 // OK: does not wait
    co_return;
}

task urls(const char *text)
{
    char *host = nullptr;
    CURLU *u = curl_url();                                              // OK: does not wait
    curl_url_set(u, CURLUPART_URL, text, 0);                            // OK: does not wait
    curl_url_get(u, CURLUPART_HOST, &host, 0);                          // OK: does not wait
    const char *v = curl_version();                                     // OK: does not wait
    time_t t = curl_getdate("Sun, 06 Nov 1994 08:49:37 GMT", nullptr);  // OK: does not wait
    CURLSH *sh = curl_share_init();                                     // OK: does not wait
    curl_url_cleanup(u);                                                // OK: does not wait
    (void)v; (void)t; (void)sh;
    co_return;
}

task several(CURL *a, CURL *b)
{
    curl_easy_setopt(a, CURLOPT_NOBODY, 1L);                            // OK: does not wait
    if (curl_easy_perform(a) != CURLE_OK)                               // BAD: http
        co_return;
    CURLcode r = curl_easy_perform(b);                                  // BAD: http
    int nfds;
    CURLM *m = curl_multi_init();                                       // OK: does not wait
    curl_multi_wait(m, nullptr, 0, 60000, &nfds);                       // BAD: http
    (void)r;
    co_return;
}
