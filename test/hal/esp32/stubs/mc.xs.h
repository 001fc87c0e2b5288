/** Names of properties, which xsl numbers in a real build. */
#ifndef MC_XS_H
#define MC_XS_H
enum { xsID_address = 1, xsID_from };
#endif
