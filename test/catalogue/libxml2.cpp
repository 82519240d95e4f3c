// libxml2 on its own headers.
// REQUIRES: libxml2
// RUN: %check_marks %s -- %flags -I/usr/include/libxml2
#include "coroutine.h"

#include <libxml/nanohttp.h>
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>

mock::task<> load(const char *text, xmlSchemaParserCtxtPtr rules, int fd) {
  xmlDocPtr page = xmlReadFile("a.xml", nullptr, 0);      // BAD: file
  xmlReadMemory(text, 100, nullptr, nullptr, 0);          // OK: brief
  xmlDocGetRootElement(page);                             // OK: is in memory
  xmlReadFd(fd, nullptr, nullptr, 0);                     // BAD: file
  xmlSchemaParse(rules);                                  // BAD: file
  xmlXPathNewContext(page);                               // OK: memory
  xmlSaveFormatFile("b.xml", page, 1);                    // BAD: file
  xmlNanoHTTPFetch("http://a/", "c.xml", nullptr);        // BAD: http
  xmlFreeDoc(page);                                       // OK: memory
  co_return;
}
