// Declarations of the Google Cloud C++ client libraries for tests; see ../../../README.md.
#pragma once
#include <google/cloud/future.h>

namespace google::cloud::storage {
inline namespace v2_20_0 {
class BucketMetadata {};
class ObjectWriteStream {
public:
  ~ObjectWriteStream();
  void Close();
  bool IsOpen() const;
};
class ListObjectsReader {};
class Client {
public:
  Client();
  StatusOr<BucketMetadata> GetBucketMetadata(const std::string &bucket);
  google::cloud::Status DeleteObject(const std::string &bucket, const std::string &object);
  ListObjectsReader ListObjects(const std::string &bucket);
  ObjectWriteStream WriteObject(const std::string &bucket, const std::string &object);
  std::string endpoint() const;
};
} // namespace v2_20_0
} // namespace google::cloud::storage
