// grpc, on its own headers; see README.md.
// REQUIRES: grpc
// RUN: %check_marks %s --profile=strict -- -std=c++20 -DNOMINMAX
#include <grpcpp/alarm.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/codegen/client_unary_call.h>
#include <grpcpp/support/sync_stream.h>
#include <chrono>
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

using grpc::ByteBuffer;

task channels()
{
    auto ch = grpc::CreateChannel("svc:50051", grpc::InsecureChannelCredentials()); // OK: does not wait
    auto creds = grpc::SslCredentials(grpc::SslCredentialsOptions());   // OK: does not wait
    grpc::ChannelArguments args;                                        // OK: does not wait
    args.SetMaxReceiveMessageSize(1 << 20);                             // OK: does not wait
    auto ch2 = grpc::CreateCustomChannel("svc:50051", creds, args);     // OK: does not wait
    auto st = ch->GetState(true);                                       // OK: does not wait
    bool a = ch->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(5)); // BAD: http
    bool b = ch->WaitForStateChange(st, std::chrono::system_clock::now() + std::chrono::seconds(5)); // BAD: http
    grpc::ClientContext ctx;                                            // OK: does not wait
    ctx.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(1)); // OK: does not wait
    ctx.AddMetadata("authorization", "Bearer x");                       // OK: does not wait
    ctx.TryCancel();                                                    // OK: does not wait
    std::string peer = ctx.peer();                                      // OK: does not wait
    grpc::Status s(grpc::StatusCode::NOT_FOUND, "gone");                // OK: does not wait
    bool ok = s.ok();                                                   // OK: does not wait
    std::string m = s.error_message();                                  // OK: does not wait
    grpc::Slice sl("abc");                                              // OK: does not wait
    ByteBuffer bb(&sl, 1);                                              // OK: does not wait
    (void)a; (void)b; (void)ok;
    co_return;
}

task sync_streams(grpc::ClientReader<ByteBuffer> &rd, grpc::ClientWriter<ByteBuffer> &wr,
                  grpc::ClientReaderWriter<ByteBuffer, ByteBuffer> &rw, ByteBuffer &m)
{
    rd.WaitForInitialMetadata();                                        // BAD: http
    bool a = rd.Read(&m);                                               // BAD: http
    grpc::Status s = rd.Finish();                                       // BAD: http
    wr.Write(m);                                                        // BAD: http
    wr.WritesDone();                                                    // BAD: http
    grpc::Status t = wr.Finish();                                       // BAD: http
    rw.Write(m);                                                        // BAD: http
    rw.Read(&m);                                                        // BAD: http
    rw.WritesDone();                                                    // BAD: http
    grpc::Status u = rw.Finish();                                       // BAD: http
    (void)a;
    co_return;
}

task unary(grpc::ChannelInterface *ch, const grpc::internal::RpcMethod &method, grpc::ClientContext *ctx,
           const ByteBuffer &rq, ByteBuffer *rs)
{
    grpc::Status s = grpc::internal::BlockingUnaryCall<ByteBuffer, ByteBuffer>(ch, method, ctx, rq, rs); // BAD: http
    co_return;
}

task queues(grpc::CompletionQueue &cq)
{
    void *tag;
    bool ok;
    bool a = cq.Next(&tag, &ok);                                        // BAD: wait
    auto s = cq.AsyncNext(&tag, &ok, std::chrono::system_clock::now() + std::chrono::seconds(1)); // BAD: wait
    auto z = cq.AsyncNext(&tag, &ok, gpr_time_0(GPR_CLOCK_REALTIME));   // OK: does not wait
    grpc::Alarm al;                                                     // OK: does not wait
    al.Set(&cq, std::chrono::system_clock::now() + std::chrono::seconds(1), nullptr); // OK: does not wait
    al.Cancel();                                                        // OK: does not wait
    cq.Shutdown();                                                      // OK: does not wait
    (void)a; (void)s; (void)z;
    co_return;
}

task async_calls(grpc::GenericStub &stub, grpc::ClientContext *ctx, ByteBuffer &rq, ByteBuffer &rs, grpc::CompletionQueue &cq)
{
    grpc::Status st;
    auto r = stub.PrepareUnaryCall(ctx, "/svc/Get", rq, &cq);           // OK: does not wait
    r->StartCall();                                                     // OK: does not wait
    r->Finish(&rs, &st, (void *)1);                                     // OK: does not wait
    auto b = stub.PrepareCall(ctx, "/svc/Bidi", &cq);                   // OK: does not wait
    b->StartCall((void *)2);                                            // OK: does not wait
    b->Read(&rs, (void *)3);                                            // OK: does not wait
    b->Write(rq, (void *)4);                                            // OK: does not wait
    co_return;
}

task servers(grpc::Service *svc)
{
    grpc::ServerBuilder sb;                                             // OK: does not wait
    sb.AddListeningPort("127.0.0.1:50051", grpc::InsecureServerCredentials()); // OK: does not wait
    sb.RegisterService(svc);                                            // OK: does not wait
    sb.SetMaxSendMessageSize(1 << 20);                                  // OK: does not wait
    std::unique_ptr<grpc::Server> s = sb.BuildAndStart(); // BAD: socket
    s->Wait();                                                          // BAD: wait
    s->Shutdown();                                                      // BAD: wait
    co_return;
}

task server_streams(grpc::ServerWriter<ByteBuffer> *w, grpc::ServerReader<ByteBuffer> *r, grpc::ServerContext *ctx)
{
    ByteBuffer m;                                                       // OK: does not wait
    w->Write(m);                                                        // BAD: http
    r->Read(&m);                                                        // BAD: http
    bool c = ctx->IsCancelled();                                        // OK: does not wait
    ctx->AddTrailingMetadata("k", "v");                                 // OK: does not wait
    (void)c;
    co_return;
}
