// The AWS SDK, on declarations of its documentation.
// RUN: %check_marks %s -- %flags -isystem %inputs/libs
#include "coroutine.h"

#include <aws/s3/S3Client.h>
#include <aws/transfer/TransferManager.h>
#include <unistd.h>

mock::task<> load(Aws::S3::S3Client &storage, Aws::S3::Model::GetObjectRequest request) {
  storage.GetObject(request);         // BAD: http
  storage.GetObjectCallable(request); // OK: a thread does it
  storage.GetObjectAsync(request, [](const Aws::S3::Model::GetObjectOutcome &) {
    usleep(5); // OK: a thread calls it
  });
  storage.OverrideEndpoint("http://a"); // OK: only remembers it
  co_return;
}

mock::task<> send(Aws::Transfer::TransferManager &files, Aws::Auth::InstanceProfileCredentialsProvider &remote,
                  Aws::Auth::SimpleAWSCredentialsProvider &local) {
  auto upload = files.UploadFile("a", "b"); // OK: a thread does it
  upload->GetStatus();                      // OK: only looks
  upload->WaitUntilFinished();              // BAD: wait
  remote.GetAWSCredentials();               // BAD: http
  local.GetAWSCredentials();                // OK: is in memory
  co_return;
}
