// OpenLDAP's client on its own header.
// REQUIRES: ldap
// RUN: %check_marks %s -- %flags
#include "coroutine.h"

#include <ldap.h>
#include <sys/time.h>

mock::task<> search(LDAP *directory, LDAPMessage *answer, berval *proof, int *id) {
  ldap_initialize(&directory, "ldap://db");                                    // OK: connects later
  ldap_sasl_bind_s(directory, "a", nullptr, proof, nullptr, nullptr, nullptr); // BAD: database
  ldap_search_ext_s(directory, "a", 0, "b", nullptr, 0, nullptr, nullptr, nullptr, 0, &answer); // BAD: database
  ldap_first_entry(directory, answer);                                         // OK: works on memory
  ldap_count_entries(directory, answer);                                       // OK: works on memory
  timeval now = {0, 0};
  ldap_result(directory, *id, 1, &now, &answer);                               // OK: takes what is there
  ldap_result(directory, *id, 1, nullptr, &answer);                            // BAD: database
  ldap_delete_ext_s(directory, "a", nullptr, nullptr);                         // BAD: database
  ldap_unbind_ext(directory, nullptr, nullptr);                                // OK: only closes
  co_return;
}

mock::task<> asked(LDAP *bound, berval *proof, int *id) {
  ldap_search_ext(bound, "a", 0, "b", nullptr, 0, nullptr, nullptr, nullptr, 0, id); // OK: sends; the answer comes later
  ldap_delete_ext(bound, "a", nullptr, nullptr, id);                                 // OK: the same
  ldap_delete_ext_s(bound, "a", nullptr, nullptr);                                   // BAD: database
  co_return;
}

mock::task<> connects_first(int *id) {
  LDAP *fresh;
  ldap_initialize(&fresh, "ldap://db");                // OK: connects later
  ldap_delete_ext(fresh, "a", nullptr, nullptr, id);   // BAD: database
  co_return;
}
