// The Google Cloud client libraries, on declarations of their documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <google/cloud/pubsub/publisher.h>
#include <google/cloud/secretmanager/v1/secret_manager_client.h>
#include <google/cloud/spanner/client.h>
#include <google/cloud/storage/client.h>
#include <unistd.h>

namespace gc = google::cloud;

mock::task<> load(gc::storage::Client &storage, gc::spanner::Client &db,
                  gc::secretmanager_v1::SecretManagerServiceClient &secrets, gc::pubsub::Publisher &out,
                  gc::pubsub::BlockingPublisher &now, gc::pubsub::Subscriber &in) {
  storage.GetBucketMetadata("a");                         // BAD: http
  storage.endpoint();                                     // OK: is in memory
  storage.DeleteObject("a", "b");                         // BAD: http
  storage.ListObjects("a");                               // BAD: http
  db.ExecuteQuery(gc::spanner::SqlStatement("SELECT 1")); // BAD: http
  gc::spanner::SqlStatement("SELECT 1");                  // OK: works on memory
  db.Commit();                                            // BAD: http
  secrets.GetSecret("a");                                 // BAD: http
  auto later = secrets.AsyncGetSecret("a");               // OK: does not wait
  later.is_ready();                                       // OK: a flag
  later.wait_for(std::chrono::seconds(0));                // OK: only looks
  later.wait_for(std::chrono::seconds(1));                // BAD: wait
  later.then([](auto) { usleep(5); });                    // OK: a thread calls it
  later.get();                                            // BAD: wait
  secrets.ListSecrets("a");                               // BAD: http
  out.Publish("a");                                       // OK: does not wait
  out.Publish("a").get();                                 // BAD: wait
  now.Publish("a");                                       // BAD: http
  in.Subscribe([](const std::string &) { usleep(5); });   // OK: threads call it
  in.Pull();                                              // BAD: http
  co_return;
}
