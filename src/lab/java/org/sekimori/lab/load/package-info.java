/** Load generator for the policy port and synthetic traffic. */
@NullMarked
package org.sekimori.lab.load;

import org.jspecify.annotations.NullMarked;
