/** Tests of what ships: jar, image, scripts, compose file, production page. */
@NullMarked
package org.sekimori.packaging;

import org.jspecify.annotations.NullMarked;
