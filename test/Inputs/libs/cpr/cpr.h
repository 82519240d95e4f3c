// Declarations of cpr for tests; see ../README.md.
#pragma once
#include <future>
#include <string>
#include <vector>

namespace cpr {
struct Url { std::string text; };
struct Header {};
struct Body {};
struct Timeout {};
struct Response { long status_code; };

template <class T> class AsyncWrapper {
public:
  T get();
  void wait() const;
};
using AsyncResponse = AsyncWrapper<Response>;

#define CPR_VERB(Verb)                                                                                                 \
  template <class... Ts> Response Verb(Ts &&...options);
CPR_VERB(Get)
CPR_VERB(Post)
CPR_VERB(Put)
CPR_VERB(Delete)
CPR_VERB(Patch)
CPR_VERB(Head)
CPR_VERB(Options)
CPR_VERB(Download)
#undef CPR_VERB
#define CPR_VERB(Verb)                                                                                                 \
  template <class... Ts> AsyncResponse Verb##Async(Ts... options);                                                     \
  template <class Then, class... Ts> void Verb##Callback(Then, Ts...) {}
CPR_VERB(Get)
CPR_VERB(Post)
CPR_VERB(Put)
CPR_VERB(Delete)
#undef CPR_VERB
template <class... Ts> std::vector<Response> MultiGet(Ts &&...options);
template <class... Ts> std::vector<Response> MultiPost(Ts &&...options);

class Session {
public:
  void SetUrl(const Url &url);
  void SetHeader(const Header &header);
  void SetTimeout(const Timeout &timeout);
  void SetBody(const Body &body);
  Response Get();
  Response Post();
  Response Put();
  Response Delete();
  Response Patch();
  Response Head();
  Response Options();
  Response Download(std::string &file);
  AsyncResponse GetAsync();
  AsyncResponse PostAsync();
  template <class Then> void GetCallback(Then) {}
};

class MultiPerform {
public:
  std::vector<Response> Get();
  std::vector<Response> Post();
  std::vector<Response> Put();
  std::vector<Response> Delete();
  std::vector<Response> Patch();
  std::vector<Response> Head();
  std::vector<Response> Options();
  std::vector<Response> Perform();
};
} // namespace cpr
