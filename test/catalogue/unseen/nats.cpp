// nats, on its own headers; see README.md.
// REQUIRES: nats
// RUN: %check_marks %s --profile=strict -- -std=c++20
#include <nats/nats.h>
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

static void on_msg(natsConnection *, natsSubscription *, natsMsg *, void *) {}

task connecting()
{
    natsOptions *o = nullptr;
    natsConnection *nc = nullptr;
    int64_t rtt = 0;
    natsOptions_Create(&o);                                             // OK: does not wait
    natsOptions_SetURL(o, "nats://n1:4222");                            // OK: does not wait
    natsOptions_SetTimeout(o, 3000);                                    // OK: does not wait
    natsOptions_SetName(o, "app");                                      // OK: does not wait
    natsConnection_Connect(&nc, o);                                     // BAD: messaging
    natsConnection_ConnectTo(&nc, "nats://n1:4222");                    // BAD: messaging
    natsConnStatus st = natsConnection_Status(nc);                      // OK: does not wait
    int b = natsConnection_Buffered(nc);                                // OK: does not wait
    bool cl = natsConnection_IsClosed(nc);                              // OK: does not wait
    int64_t mp = natsConnection_GetMaxPayload(nc);                      // OK: does not wait
    natsConnection_GetRTT(nc, &rtt);                                    // BAD: messaging
    natsConnection_Flush(nc);                                           // BAD: messaging
    natsConnection_FlushTimeout(nc, 2000);                              // BAD: messaging
    const char *t = natsStatus_GetText(NATS_TIMEOUT);                   // OK: does not wait
    int64_t now = nats_Now();                                           // OK: does not wait
    nats_Sleep(100);                                                    // BAD: sleep
    nats_CloseAndWait(1000);                                            // BAD: wait
    (void)st; (void)b; (void)cl; (void)mp; (void)t; (void)now;
    co_return;
}

task pubsub(natsConnection *nc)
{
    natsMsg *m = nullptr, *rep = nullptr;
    natsSubscription *s = nullptr, *as = nullptr;
    natsConnection_PublishString(nc, "a.b", "hi");                      // OK: does not wait
    natsConnection_Publish(nc, "a.b", "hi", 2);                         // OK: does not wait
    natsMsg_Create(&m, "a.b", nullptr, "hi", 2);                        // OK: does not wait
    natsConnection_PublishMsg(nc, m);                                   // OK: does not wait
    natsConnection_RequestString(&rep, nc, "svc", "q", 1000);           // BAD: messaging
    natsConnection_Request(&rep, nc, "svc", "q", 1, 1000);              // BAD: messaging
    natsConnection_RequestMsg(&rep, nc, m, 1000);                       // BAD: messaging
    natsConnection_Subscribe(&as, nc, "a.*", on_msg, nullptr);          // OK: does not wait
    natsConnection_SubscribeSync(&s, nc, "a.*");                        // OK: does not wait
    natsSubscription_NextMsg(&rep, s, 5000);                            // BAD: messaging
    const char *d = natsMsg_GetData(rep);                               // OK: does not wait
    int len = natsMsg_GetDataLength(rep);                               // OK: does not wait
    const char *sub = natsMsg_GetSubject(rep);                          // OK: does not wait
    natsMsg_Destroy(rep);                                               // OK: does not wait
    natsSubscription_Drain(as);                                         // OK: does not wait
    natsSubscription_WaitForDrainCompletion(as, 3000);                  // BAD: wait
    natsSubscription_Unsubscribe(s);                                    // OK: does not wait
    bool v = natsSubscription_IsValid(s);                               // OK: does not wait
    (void)d; (void)len; (void)sub; (void)v;
    co_return;
}

task jetstream(jsCtx *js, natsSubscription *pull, natsMsg *got)
{
    jsStreamConfig cfg;
    jsStreamInfo *si = nullptr;
    jsPubAck *ack = nullptr;
    jsErrCode ec;
    natsMsgList list;
    jsStreamConfig_Init(&cfg);                                          // OK: does not wait
    js_AddStream(&si, js, &cfg, nullptr, &ec);                          // BAD: messaging
    js_GetStreamInfo(&si, js, "S", nullptr, &ec);                       // BAD: messaging
    js_Publish(&ack, js, "s.a", "x", 1, nullptr, &ec);                  // BAD: messaging
    js_PublishAsync(js, "s.a", "x", 1, nullptr);                        // OK: does not wait
    js_PublishAsyncComplete(js, nullptr);                               // BAD: messaging
    natsSubscription_Fetch(&list, pull, 10, 5000, &ec);                 // BAD: messaging
    natsMsg_Ack(got, nullptr);                                          // OK: does not wait
    natsMsg_Nak(got, nullptr);                                          // OK: does not wait
    natsMsg_AckSync(got, nullptr, &ec);                                 // BAD: messaging
    natsMsgList_Destroy(&list);                                         // OK: does not wait
    co_return;
}

task kv(kvStore *s, jsCtx *js, kvWatcher *w)
{
    kvStore *o = nullptr;
    kvEntry *e = nullptr;
    uint64_t rev;
    js_KeyValue(&o, js, "CFG");                                         // BAD: messaging
    kvStore_Get(&e, s, "k");                                            // BAD: messaging
    kvStore_PutString(&rev, s, "k", "v");                               // BAD: messaging
    kvStore_Delete(s, "k");                                             // BAD: messaging
    kvWatcher_Next(&e, w, 5000);                                        // BAD: messaging
    const char *k = kvEntry_Key(e);                                     // OK: does not wait
    const char *v = kvEntry_ValueString(e);                             // OK: does not wait
    uint64_t r = kvEntry_Revision(e);                                   // OK: does not wait
    const char *b = kvStore_Bucket(s);                                  // OK: does not wait
    (void)k; (void)v; (void)r; (void)b;
    co_return;
}
