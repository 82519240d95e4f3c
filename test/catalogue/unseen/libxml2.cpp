// libxml2, on its own headers; see README.md.
// REQUIRES: libxml2
// RUN: %check_marks %s --profile=strict -- -std=c++20 -I/usr/include/libxml2
#include <libxml/HTMLparser.h>
#include <libxml/catalog.h>
#include <libxml/nanohttp.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xinclude.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlsave.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <coroutine>

struct task {
    struct promise_type {
        task get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};

task reading(const char *path)
{
    xmlDocPtr a = xmlReadFile(path, nullptr, XML_PARSE_NONET);          // BAD: file
    xmlDocPtr b = xmlParseFile(path);                                   // BAD: file
    xmlParserCtxtPtr c = xmlNewParserCtxt();                            // OK: does not wait
    xmlDocPtr d = xmlCtxtReadFile(c, path, nullptr, 0);                 // BAD: file
    htmlDocPtr h = htmlReadFile(path, nullptr, 0);                      // BAD: file
    xmlDocPtr m = xmlReadMemory("<a/>", 4, "a.xml", nullptr, XML_PARSE_NONET); // OK: does not wait
    xmlDocPtr p = xmlParseMemory("<a/>", 4);                            // OK: does not wait
    htmlDocPtr hm = htmlReadMemory("<p>", 3, nullptr, nullptr, 0);      // OK: does not wait
    xmlNodePtr root = xmlDocGetRootElement(m);                          // OK: does not wait
    xmlChar *pr = xmlGetProp(root, BAD_CAST "id");                      // OK: does not wait
    xmlErrorPtr e = xmlGetLastError();                                  // OK: does not wait
    xmlFreeDoc(m);                                                      // OK: does not wait
    xmlXIncludeProcess(a);                                              // BAD: file
    xmlLoadCatalog("/etc/xml/catalog");                                 // BAD: file
    (void)b; (void)d; (void)h; (void)p; (void)hm; (void)pr; (void)e;
    co_return;
}

task writing(xmlDocPtr doc)
{
    xmlChar *mem = nullptr;
    int n = 0;
    xmlSaveFile("/srv/out.xml", doc);                                   // BAD: file
    xmlSaveFormatFileEnc("/srv/out.xml", doc, "UTF-8", 1);              // BAD: file
    xmlDocDumpMemory(doc, &mem, &n);                                    // BAD: cpu-bound
    xmlNodePtr nd = xmlNewNode(nullptr, BAD_CAST "x");                  // OK: does not wait
    xmlNewChild(nd, nullptr, BAD_CAST "y", BAD_CAST "z");               // OK: does not wait
    xmlSetProp(nd, BAD_CAST "a", BAD_CAST "b");                         // OK: does not wait
    xmlTextWriterPtr w = xmlNewTextWriterFilename("/srv/w.xml", 0);     // BAD: file
    xmlBufferPtr buf = xmlBufferCreate();                               // OK: does not wait
    xmlTextWriterPtr wm = xmlNewTextWriterMemory(buf, 0);               // OK: does not wait
    xmlTextWriterStartElement(wm, BAD_CAST "a");                        // OK: does not wait
    xmlTextWriterEndElement(wm);                                        // OK: does not wait
    xmlSaveCtxtPtr sc = xmlSaveToFilename("/srv/s.xml", "UTF-8", 0);    // BAD: file
    xmlSaveDoc(sc, doc);                                                // BAD: file
    xmlSaveCtxtPtr sb = xmlSaveToBuffer(buf, "UTF-8", 0);               // OK: does not wait
    xmlSaveDoc(sb, doc);                                                // OK: does not wait
    (void)w;
    co_return;
}

task readers(const char *path)
{
    xmlTextReaderPtr r = xmlReaderForFile(path, nullptr, 0);            // BAD: file
    xmlTextReaderRead(r);                                               // BAD: file
    xmlTextReaderPtr m = xmlReaderForMemory("<a/>", 4, nullptr, nullptr, 0); // OK: does not wait
    xmlTextReaderRead(m);                                               // OK: does not wait
    const xmlChar *n = xmlTextReaderConstName(m);                       // OK: does not wait
    int d = xmlTextReaderDepth(m);                                      // OK: does not wait
    xmlTextReaderPtr f = xmlNewTextReaderFilename(path);                // BAD: file
    (void)n; (void)d; (void)f;
    co_return;
}

task schemas(const char *xsd, xmlDocPtr doc)
{
    xmlSchemaParserCtxtPtr pc = xmlSchemaNewParserCtxt("/srv/a.xsd");   // OK: does not wait
    xmlSchemaPtr s = xmlSchemaParse(pc);                                // BAD: file
    xmlRelaxNGParserCtxtPtr rp = xmlRelaxNGNewParserCtxt("/srv/a.rng"); // OK: does not wait
    xmlRelaxNGPtr rn = xmlRelaxNGParse(rp);                             // BAD: file
    xmlXPathContextPtr xc = xmlXPathNewContext(doc);                    // OK: does not wait
    xmlXPathRegisterNs(xc, BAD_CAST "a", BAD_CAST "urn:a");             // OK: does not wait
    char *ct = nullptr;
    xmlNanoHTTPFetch("http://example.com/a.xml", "/tmp/a.xml", &ct);    // BAD: http
    void *h = xmlNanoHTTPOpen("http://example.com/a.xml", &ct);         // BAD: http
    (void)s; (void)rn; (void)h; (void)xsd;
    co_return;
}
