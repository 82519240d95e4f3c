// RUN: %check_marks %s -- -std=c++20
// Found in a field trial: no crash, no finding. (ParenListExpr has a null type
// in an uninstantiated template: Values::callOperator(E->getType()))
struct W {};
void use(const W &);
template <class T> struct S {
  template <class A> void f(A a, A b) {
    T x(a, b); // initialiser is a ParenListExpr, QualType is null
    use(x);
  }
};
void elsewhere() {} // OK: nothing waits
