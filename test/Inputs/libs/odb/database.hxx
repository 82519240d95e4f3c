// Declarations of ODB for tests; see ../README.md.
#pragma once
#include <string>

namespace odb {
template <typename T> class result {
public:
  struct iterator {
    T &operator*();
    iterator &operator++();
    bool operator!=(const iterator &) const;
  };
  iterator begin();
  iterator end();
  bool empty() const;
};
class transaction_impl {};
class transaction {
public:
  explicit transaction(transaction_impl *started);
  ~transaction();
  void commit();
  void rollback();
  static bool has_current();
};
class database {
public:
  virtual ~database();
  template <typename T> int persist(T &object);
  template <typename T> T *load(int id);
  template <typename T> result<T> query(const std::string &condition);
  template <typename T> void update(const T &object);
  unsigned long long execute(const std::string &statement);
  transaction_impl *begin();
  void tracer(int &tracer);
};
template <typename T> class lazy_ptr {
public:
  T *load() const;
  bool loaded() const;
};
} // namespace odb
