/**
 * Synthetic traffic and the measurements made with it: who the invented customers are, what they send, and how fast a
 * door answers them. Entered by the command line and by tests; nothing that serves mail may enter.
 */
@NullMarked
package org.sekimori.lab.load;

import org.jspecify.annotations.NullMarked;
