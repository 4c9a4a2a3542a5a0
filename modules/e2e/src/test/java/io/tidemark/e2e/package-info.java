/** Tests on real servers, one package a subject; here the layering of the modules. */
@NullMarked
package io.tidemark.e2e;

import org.jspecify.annotations.NullMarked;
