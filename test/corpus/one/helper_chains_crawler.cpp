// RUN: %check_marks %s -- %flags -I%S/Inputs
// REQUIRES: libcurl, sqlite
// Web crawler: the blocking call sits two, three, five helpers down - or is cut off on the way.
#include <curl/curl.h>
#include <netdb.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "task.h"

namespace crawl {

struct Page {
  std::string url, body;
  int depth = 0;
};

// three levels of HTTP
static std::string perform(CURL* c) {
  curl_easy_perform(c);
  return {};
}
static std::string download(const std::string& url) {
  CURL* c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_URL, url.c_str());
  std::string s = perform(c);
  curl_easy_cleanup(c);
  return s;
}
static Page fetch_page(const std::string& url, int depth) { return {url, download(url), depth}; }

// pure helpers, just as deep
static std::string strip(const std::string& s) { return s.substr(0, s.find('#')); }
static std::string normalise(const std::string& s) { return strip(s) + "/"; }
static Page empty_page(const std::string& url) { return {normalise(url), "", 0}; }

// direct recursion
static int depth_first(const std::string& url, int depth) {
  if (depth == 0) return 0;
  download(url);
  return 1 + depth_first(url + "/", depth - 1);
}
static int count_down(int n) { return n == 0 ? 0 : count_down(n - 1); }

// mutual recursion
static int odd_wait(int n);
static int even_wait(int n) { return n == 0 ? 0 : odd_wait(n - 1); }
static int odd_wait(int n) {
  ::usleep(10);
  return n == 0 ? 0 : even_wait(n - 1);
}
static bool is_odd(int n);
static bool is_even(int n) { return n == 0 || is_odd(n - 1); }
static bool is_odd(int n) { return n != 0 && is_even(n - 1); }

// the chain is cut: another thread does the work
static void download_in_background(std::string url) {
  std::thread([url] { download(url); }).detach();  // OK: dedicated thread
}
static void enqueue(rt::thread_pool& pool, std::string url) {
  pool.submit([url] { fetch_page(url, 1); });      // OK: a worker runs it
}

// the blocking branch is compiled in, reachable only with a flag
static Page maybe_fetch(const std::string& url, bool online) { return online ? fetch_page(url, 0) : empty_page(url); }

class Index {
 public:
  explicit Index(sqlite3* db) : db_(db) {}
  void add(const Page& p) { insert(p.url, p.body); }
  void remember(const Page& p) { seen_.push_back(p.url); }
  std::size_t size() const { return seen_.size(); }

 private:
  void insert(const std::string& url, const std::string&) { run("INSERT INTO page VALUES ('" + url + "')"); }
  void run(const std::string& sql) { sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr); }
  sqlite3* db_;
  std::vector<std::string> seen_;
};

struct Crawler {
  Index index;
  int limit = 10;
  void visit(const std::string& url) {
    Page p = fetch_page(url, 1);
    index.add(p);
  }
  void skip(const std::string& url) { index.remember(empty_page(url)); }
  static void cool_down() { level1(); }

 private:
  static void level1() { level2(); }
  static void level2() { level3(); }
  static void level3() { level4(); }
  static void level4() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
};

void load_robots(std::vector<std::string>& out);  // defined below

rt::task<int> crawl_one(std::string url, Crawler& c) {
  std::string raw = download(url); // BAD: http
  Page p = fetch_page(url, 2); // BAD: http
  Page q = empty_page(url);                        // OK: works on text
  url = normalise(url);                            // OK: works on text
  Page r = maybe_fetch(url, c.limit > 0); // BAD: http
  c.index.add(p); // BAD: database
  c.index.remember(q);                             // OK: stores a string
  c.visit(url); // BAD: database http
  c.skip(url);                                     // OK: stores a string
  Crawler::cool_down(); // BAD: sleep
  co_return int(c.index.size());                   // OK: a counter
}

rt::task<int> recursions(std::string url) {
  int n = depth_first(url, 3); // BAD: http
  n += count_down(3);                              // OK: counts
  n += even_wait(4); // BAD: sleep
  n += odd_wait(5); // BAD: sleep
  if (is_even(n)) ++n;                             // OK: computes
  co_return n;
}

rt::task<> cut_chains(std::string url, rt::thread_pool& pool) {
  download_in_background(url);                     // OK: another thread runs it
  enqueue(pool, url);                              // OK: a worker runs it
  Page p = co_await pool.run([url] { return fetch_page(url, 1); });  // OK: a worker runs it
  std::vector<std::string> robots;
  load_robots(robots); // BAD: file
}

// Recursive coroutine: the recursion itself is no finding.
rt::task<int> walk(std::string url, int depth) {
  if (depth == 0) co_return 0;
  Page p = fetch_page(url, depth); // BAD: http
  co_return 1 + co_await walk(p.url, depth - 1);   // OK: reported in the body above
}

rt::task<int> walk_async(int depth) {
  if (depth == 0) co_return 0;
  co_await rt::async_sleep(std::chrono::milliseconds(depth));  // OK: asynchronous timer
  co_return 1 + co_await walk_async(depth - 1);    // OK: harmless
}

// Defined after its use.
void load_robots(std::vector<std::string>& out) {
  std::ifstream in("robots.txt");
  for (std::string l; std::getline(in, l);) out.push_back(l);
}

// The command-line crawler.
int crawl_main(Crawler& c, const std::string& url) {
  c.visit(url);                                    // OK: plain function, called by no coroutine
  return depth_first(url, 5);                      // OK: plain function, called by no coroutine
}

}  // namespace crawl
