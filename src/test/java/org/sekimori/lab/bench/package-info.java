@NullMarked
package org.sekimori.lab.bench;

import org.jspecify.annotations.NullMarked;
