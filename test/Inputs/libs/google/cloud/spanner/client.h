// Declarations of the Google Cloud C++ client libraries for tests; see ../../../README.md.
#pragma once
#include <google/cloud/future.h>

namespace google::cloud::spanner {
inline namespace v2_20_0 {
class RowStream {};
class SqlStatement {
public:
  explicit SqlStatement(const std::string &text);
};
class CommitResult {};
class Client {
public:
  RowStream ExecuteQuery(SqlStatement statement);
  StatusOr<CommitResult> Commit();
};
} // namespace v2_20_0
} // namespace google::cloud::spanner
