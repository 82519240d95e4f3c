// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: no crash, no finding. (ParenListExpr with NON-
// dependent arguments: null QualType in Values::evaluate)
template <class T> struct S {
  void f() {
    T t(0, 1);
    use(t);
  }
};
void elsewhere() {} // OK: nothing waits
