#pragma once
#include "../../coroutine.h"
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drogon {
enum ContentType { CT_NONE };
enum class ReqResult { Ok };
struct HttpRequest;
struct HttpResponse;
using HttpRequestPtr = std::shared_ptr<HttpRequest>;
using HttpResponsePtr = std::shared_ptr<HttpResponse>;
struct HttpResponse {
  static HttpResponsePtr newHttpResponse();
  static HttpResponsePtr newFileResponse(const std::string &path, const std::string &attachment = "",
                                         ContentType type = CT_NONE);
  static HttpResponsePtr newFileResponse(const std::string &path, size_t offset, size_t length);
  static HttpResponsePtr newFileResponse(const unsigned char *buffer, size_t length);
};
struct HttpFile {
  const std::string &getFileName() const noexcept;
  int save() const noexcept;
  int save(const std::string &path) const noexcept;
  int saveAs(const std::string &name) const noexcept;
};
using HttpReqCallback = std::function<void(ReqResult, const HttpResponsePtr &)>;
struct HttpClient {
  virtual void sendRequest(const HttpRequestPtr &request, const HttpReqCallback &callback, double timeout = 0) = 0;
  std::pair<ReqResult, HttpResponsePtr> sendRequest(const HttpRequestPtr &request, double timeout = 0);
  mock::task<HttpResponsePtr> sendRequestCoro(HttpRequestPtr request, double timeout = 0);
};
template <typename Await> auto sync_wait(Await &&await) -> int;
template <typename Coroutine> void async_run(Coroutine &&coroutine);
struct Loop;
mock::task<> sleepCoro(Loop *loop, double seconds);
mock::task<> queueInLoopCoro(Loop *loop, std::function<void()> job);
mock::task<> switchThreadCoro(Loop *loop);

namespace orm {
struct Result {};
struct Transaction;
struct Criteria {};
struct DbClient {
  template <typename... Arguments> Result execSqlSync(const std::string &sql, Arguments &&...args);
  void execSqlAsync(const std::string &sql, const std::function<void(const Result &)> &done,
                    const std::function<void(int)> &failed);
  template <typename... Arguments> std::future<Result> execSqlAsyncFuture(const std::string &sql, Arguments &&...args);
  template <typename... Arguments> mock::task<Result> execSqlCoro(const std::string &sql, Arguments &&...args);
  virtual std::shared_ptr<Transaction> newTransaction(
      const std::function<void(bool)> &committed = std::function<void(bool)>()) = 0;
  virtual void newTransactionAsync(const std::function<void(const std::shared_ptr<Transaction> &)> &begun) = 0;
  mock::task<std::shared_ptr<Transaction>> newTransactionCoro();
};
template <typename T> struct Mapper {
  using Rows = std::function<void(std::vector<T>)>;
  using Count = std::function<void(size_t)>;
  using Failed = std::function<void(int)>;
  std::vector<T> findAll();
  void findAll(const Rows &rows, const Failed &failed);
  T findOne(const Criteria &criteria);
  void findOne(const Criteria &criteria, const std::function<void(T)> &one, const Failed &failed);
  T findByPrimaryKey(int key);
  void findByPrimaryKey(int key, const std::function<void(T)> &one, const Failed &failed);
  std::vector<T> findBy(const Criteria &criteria);
  void findBy(const Criteria &criteria, const Rows &rows, const Failed &failed);
  void insert(T &row);
  void insert(const T &row, const std::function<void(T)> &done, const Failed &failed);
  size_t update(const T &row);
  void update(const T &row, const Count &count, const Failed &failed);
  size_t deleteOne(const T &row);
  void deleteOne(const T &row, const Count &count, const Failed &failed);
  size_t deleteBy(const Criteria &criteria);
  void deleteBy(const Criteria &criteria, const Count &count, const Failed &failed);
  size_t deleteByPrimaryKey(int key);
  void deleteByPrimaryKey(int key, const Count &count, const Failed &failed);
  template <typename... Columns>
  size_t increment(const std::vector<std::string> &columns, const Criteria &criteria, Columns... by);
  size_t count(const Criteria &criteria = Criteria());
  template <typename... Arguments>
  size_t updateBy(const std::vector<std::string> &columns, const Criteria &criteria, Arguments &&...args);
  template <typename... Arguments>
  void updateBy(const std::vector<std::string> &columns, const Count &count, const Failed &failed,
                const Criteria &criteria, Arguments &&...args);
};
} // namespace orm

namespace nosql {
struct RedisResult {};
struct RedisTransaction;
struct RedisClient {
  template <typename F, typename... Args>
  std::string execCommandSync(F &&process, std::string_view command, Args &&...args) {
    return process(RedisResult());
  }
  template <typename... Args> mock::task<RedisResult> execCommandCoro(std::string_view command, Args &&...args);
  virtual void execCommandAsync(std::function<void(const RedisResult &)> &&done, std::function<void(int)> &&failed,
                                std::string_view command, ...) = 0;
  virtual std::shared_ptr<RedisTransaction> newTransaction() = 0;
  virtual void newTransactionAsync(const std::function<void(const std::shared_ptr<RedisTransaction> &)> &begun) = 0;
  mock::task<std::shared_ptr<RedisTransaction>> newTransactionCoro();
};
} // namespace nosql
} // namespace drogon
