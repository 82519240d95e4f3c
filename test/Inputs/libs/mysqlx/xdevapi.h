// Declarations of the X DevAPI for tests; see ../README.md.
#pragma once
#include <string>

namespace mysqlx {
inline namespace abi2 {
inline namespace r0 {
class Row {
public:
  unsigned colCount() const;
};
class RowResult {
public:
  Row fetchOne();
  unsigned getColumnCount() const;
};
class SqlResult : public RowResult {
public:
  bool nextResult();
  bool hasData() const;
};
template <typename Result, typename Operation> class Executable {
public:
  virtual Result execute();
};
class SqlStatement : public Executable<SqlResult, SqlStatement> {
public:
  SqlStatement &bind(int value);
};
class CollectionFind : public Executable<RowResult, CollectionFind> {
public:
  CollectionFind &limit(unsigned items);
};
class Collection {
public:
  CollectionFind find(const std::string &condition);
  RowResult getOne(const std::string &id);
  const std::string &getName() const;
  unsigned long count();
};
class Schema {
public:
  Collection createCollection(const std::string &name);
  Collection getCollection(const std::string &name, bool check_exists = false);
};
class Session {
public:
  Session(const char *url);
  Session(Session &&other);
  SqlStatement sql(const std::string &query);
  Schema getSchema(const std::string &name, bool check_exists = false);
  void startTransaction();
  void commit();
  void close();
};
class Client {
public:
  Session getSession();
};
Client getClient(const char *url);
} // namespace r0
} // namespace abi2
} // namespace mysqlx
