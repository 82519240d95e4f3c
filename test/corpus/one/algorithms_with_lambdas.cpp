// RUN: %check_marks %s -- %flags -I%S/Inputs
// Batch mailer: blocking work hidden inside standard algorithms.
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <ranges>
#include <string>
#include <vector>

#include "task.h"

using namespace std;

namespace mailer {

bool resolves(const string& host) {
  addrinfo* ai = nullptr;
  return ::getaddrinfo(host.c_str(), "smtp", nullptr, &ai) == 0;
}

size_t spool_size(const string& path) {
  ifstream in(path, ios::ate);
  return size_t(in.tellg());
}

bool looks_valid(const string& host) { return host.find('.') != string::npos; }

struct Sender {
  int fd;
  void operator()(const string& line) const { ::send(fd, line.data(), line.size(), 0); }
};
struct Counter {
  size_t* n;
  void operator()(const string& line) const { *n += line.size(); }
};
struct BySpool {
  bool operator()(const string& a, const string& b) const { return spool_size(a) < spool_size(b); }
};

rt::task<size_t> classic(vector<string> hosts, int fd) {
  for_each(hosts.begin(), hosts.end(), [](const string& h) { resolves(h); }); // BAD: dns
  for_each(hosts.begin(), hosts.end(), Sender{fd}); // BAD: socket
  size_t n = 0;
  for_each(hosts.begin(), hosts.end(), Counter{&n});                                 // OK: counts
  for_each(hosts.begin(), hosts.end(), [&n](const string& h) { n += h.size(); });    // OK: counts
  auto ok = count_if(hosts.begin(), hosts.end(), resolves); // BAD: dns
  ok += count_if(hosts.begin(), hosts.end(), looks_valid);                           // OK: looks at text
  auto it = find_if(hosts.begin(), hosts.end(), [](auto& h) { return resolves(h); }); // BAD: dns
  if (any_of(it, hosts.end(), resolves)) ++n; // BAD: dns
  if (all_of(it, hosts.end(), looks_valid)) ++n;                                     // OK: looks at text
  if (none_of(it, hosts.end(), [](const string& h) { return h.empty(); })) ++n;      // OK: looks at text
  co_return n + size_t(ok);
}

rt::task<vector<size_t>> transforms(vector<string> paths) {
  vector<size_t> sizes;
  transform(paths.begin(), paths.end(), back_inserter(sizes), spool_size); // BAD: file
  transform(paths.begin(), paths.end(), sizes.begin(), [](auto& p) { return p.size(); });  // OK: a length
  auto total = accumulate(paths.begin(), paths.end(), size_t{0}, [](size_t a, auto& p) { return a + spool_size(p); }); // BAD: file
  total += accumulate(sizes.begin(), sizes.end(), size_t{0});                        // OK: adds
  sort(paths.begin(), paths.end(), BySpool{}); // BAD: file
  sort(paths.begin(), paths.end(), [](auto& a, auto& b) { return spool_size(a) < spool_size(b); }); // BAD: file
  sort(paths.begin(), paths.end());                                                  // OK: compares text
  generate(sizes.begin(), sizes.end(), [] { ::usleep(100); return size_t{1}; }); // BAD: sleep
  iota(sizes.begin(), sizes.end(), total);                                           // OK: counts
  erase_if(paths, [](const string& p) { return spool_size(p) == 0; }); // BAD: file
  co_return sizes;
}

rt::task<size_t> range_algorithms(vector<string> hosts, map<string, string> spools) {
  ranges::for_each(hosts, [](const string& h) { resolves(h); }); // BAD: dns
  ranges::for_each(hosts, [](string& h) { h += '.'; });                              // OK: changes text
  size_t n = size_t(ranges::count_if(hosts, resolves)); // BAD: dns
  n += size_t(ranges::count_if(hosts, looks_valid));                                 // OK: looks at text
  ranges::sort(hosts, {}, spool_size); // BAD: file
  ranges::sort(hosts, {}, &string::size);                                            // OK: a length
  for (auto& v : spools | views::values | views::filter(resolves)) n += v.size(); // MISSED: dns: see docs/limitations.md
  for (auto& v : spools | views::values | views::filter(looks_valid)) n += v.size(); // OK: looks at text
  vector<size_t> out;
  ranges::transform(hosts, back_inserter(out), [](auto& h) { return spool_size(h); }); // BAD: file
  ranges::copy(out, out.begin());                                                    // OK: copies memory
  auto big = ranges::max_element(hosts, less{}, spool_size); // BAD: file
  co_return n + big->size();
}

rt::task<> stream_iterators(const char* path, vector<int> v) {
  ifstream in(path); // BAD: file
  vector<int> w;
  copy(istream_iterator<int>(in), istream_iterator<int>(), back_inserter(w)); // BAD: file
  vector<int> got(istream_iterator<int>{in}, istream_iterator<int>{}); // BAD: file
  istringstream mem("1 2 3");
  copy(istream_iterator<int>(mem), istream_iterator<int>(), back_inserter(w));       // OK: iterates a string
  ostringstream out;
  copy(v.begin(), v.end(), ostream_iterator<int>(out, ","));                         // OK: writes a string
  co_return;
}

rt::task<> stored_callables(vector<string> hosts, rt::thread_pool& pool) {
  auto check = [](const string& h) { return resolves(h); };
  hosts.erase(remove_if(hosts.begin(), hosts.end(), check), hosts.end()); // BAD: dns
  function<bool(const string&)> f = resolves;
  auto n = count_if(hosts.begin(), hosts.end(), f); // BAD: dns
  pool.submit([hosts] { for_each(hosts.begin(), hosts.end(), resolves); });          // OK: a worker runs it
  co_await rt::async_sleep(chrono::milliseconds(n));                                 // OK: asynchronous timer
}

size_t nightly(vector<string>& paths) {
  sort(paths.begin(), paths.end(), BySpool{});                                       // OK: plain function, called by no coroutine
  return size_t(count_if(paths.begin(), paths.end(), resolves));                     // OK: plain function, called by no coroutine
}

}  // namespace mailer
