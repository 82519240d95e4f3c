// Drogon's synchronous functions, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <drogon/drogon.h>

using namespace drogon;

mock::task<HttpResponsePtr> files(const HttpFile &upload, const unsigned char *data) {
  upload.getFileName();                        // OK: a name
  upload.save();                               // BAD: file
  upload.save("uploads");                      // BAD: file
  upload.saveAs("a.png");                      // BAD: file
  HttpResponse::newHttpResponse();             // OK: works on memory
  HttpResponse::newFileResponse(data, 5);      // OK: is in memory
  HttpResponse::newFileResponse("a.png", 0, 5); // BAD: file
  co_return HttpResponse::newFileResponse("a.png"); // BAD: file
}

mock::task<> clients(HttpClient &http, HttpRequestPtr request, nosql::RedisClient &redis) {
  http.sendRequest(request, [](ReqResult, const HttpResponsePtr &) {}); // OK: only starts it
  co_await http.sendRequestCoro(request);                               // OK: awaited
  http.sendRequest(request);                                            // BAD: http
  http.sendRequest(request, 5.0);                                       // BAD: http
  sync_wait(http.sendRequestCoro(request));                             // BAD: wait
  co_await redis.execCommandCoro("get %s", "a");                        // OK: awaited
  redis.execCommandSync([](const nosql::RedisResult &) { return std::string(); }, // BAD: database
                        "get %s", "a");
  redis.newTransaction();                                               // BAD: database
}

mock::task<> databases(orm::DbClient &db, orm::Mapper<int> &rows, orm::Criteria one) {
  co_await db.execSqlCoro("select 1");     // OK: awaited
  db.execSqlAsyncFuture("select 1");       // OK: nobody asks the future
  db.execSqlSync("select $1", 1);          // BAD: database
  db.execSqlAsyncFuture("select 1").get(); // BAD: wait
  co_await db.newTransactionCoro();        // OK: awaited
  db.newTransaction();                     // BAD: database
  rows.findAll();                          // BAD: database
  rows.findAll([](std::vector<int>) {}, [](int) {});                      // OK: only starts it
  rows.findOne(one);                                                      // BAD: database
  rows.findOne(one, [](int) {}, [](int) {});                              // OK: only starts it
  rows.count();                                                           // BAD: database
  rows.updateBy({"a"}, one, 1);                                           // BAD: database
  rows.updateBy({"a"}, [](size_t) {}, [](int) {}, one, 1);                // OK: only starts it
}
