#ifndef MUSTER_CLIBXML2_H
#define MUSTER_CLIBXML2_H

// libxml2's push parser with SAX2 events, its dictionary of names, its errors and its validator of XML Schema. Debian: libxml2-dev.

#include <libxml/xmlversion.h>
// Where libxml2 was built with ICU its headers bring the system's ICU, which clashes with the one in Foundation. They add
// nothing but two pointers at the end of a structure that is used by address only.
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/valid.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#endif
