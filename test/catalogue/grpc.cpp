// gRPC on its own headers, with a stub of the form that protoc generates.
// REQUIRES: grpc
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <functional>
#include <grpc/support/sync.h>
#include <grpc/support/time.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/support/sync_stream.h>

namespace shop {
struct Request {};
struct Answer {};

class Orders {
public:
  class StubInterface {
  public:
    virtual ~StubInterface() {}
    virtual grpc::Status Find(grpc::ClientContext *context, const Request &request, Answer *answer) = 0;
  };
  class Stub final : public StubInterface {
  public:
    grpc::Status Find(grpc::ClientContext *context, const Request &request, Answer *answer) override;
    std::unique_ptr<grpc::ClientReader<Answer>> List(grpc::ClientContext *context, const Request &request);
    void *AsyncFind(grpc::ClientContext *context, const Request &request, grpc::CompletionQueue *queue);
    void *PrepareAsyncFind(grpc::ClientContext *context, const Request &request, grpc::CompletionQueue *queue);
    class async {
    public:
      void Find(grpc::ClientContext *context, const Request *request, Answer *answer,
                std::function<void(grpc::Status)> callback);
    };
    async *async();
    int version(const Request &request);
  };
};
} // namespace shop

mock::task<> ask(shop::Orders::Stub &orders, shop::Orders::StubInterface &any, grpc::ClientContext &context,
                 shop::Request request, shop::Answer answer, grpc::CompletionQueue &queue) {
  orders.Find(&context, request, &answer);                             // BAD: http
  any.Find(&context, request, &answer);                                // BAD: http
  orders.AsyncFind(&context, request, &queue);                         // OK: the queue tells
  orders.PrepareAsyncFind(&context, request, &queue);                  // OK: the queue tells
  orders.async()->Find(&context, &request, &answer, [](grpc::Status) {}); // OK: the callback gets the answer
  orders.version(request);                                             // OK: takes no context
  auto list = orders.List(&context, request);                          // BAD: http
  list->Read(&answer);                                                 // BAD: http
  context.TryCancel();                                                 // OK: only tells it
  void *tag;
  bool ok;
  queue.Next(&tag, &ok); // BAD: wait
  queue.Shutdown();      // OK: only closes
  co_return;
}

mock::task<> serve(grpc::ServerBuilder &builder, grpc::Server &server, std::shared_ptr<grpc::Channel> channel) {
  auto other = grpc::CreateChannel("db", nullptr);                   // OK: connects when it is used
  channel->WaitForConnected(std::chrono::system_clock::time_point::max()); // BAD: http
  channel->GetState(false);                                          // OK: only looks
  server.Wait();                                                     // BAD: wait
  co_return;
}

mock::task<> in_c(gpr_mu *mutex, gpr_cv *changed, gpr_event *event, gpr_timespec until) {
  gpr_sleep_until(until);                                         // BAD: sleep
  gpr_cv_wait(changed, mutex, until);                             // BAD: wait
  gpr_cv_signal(changed);                                         // OK: wakes another
  gpr_event_wait(event, until);                                   // BAD: wait
  gpr_event_wait(event, gpr_inf_past(GPR_CLOCK_MONOTONIC));       // OK: only looks
  gpr_event_get(event);                                           // OK: the same
  co_return;
}
