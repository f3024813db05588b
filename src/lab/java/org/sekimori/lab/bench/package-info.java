/** {@code bench}: whole-service benchmarks. */
@NullMarked
package org.sekimori.lab.bench;

import org.jspecify.annotations.NullMarked;
