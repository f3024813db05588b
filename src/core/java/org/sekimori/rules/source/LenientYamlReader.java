package org.sekimori.rules.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads a YAML file of the rulebook to its end although something in it is wrong. The entry in which a reader finds a fault is
 * reported and emptied, or taken out if that does not help, and the file is read again; a misspelt key is read as the one that was meant. So one slip hides no other, and what the rest
 * of the rulebook needs from the file is there: nobody else complains of the slip.
 */
public final class LenientYamlReader {

    private final MappingNode root;
    private final List<RulebookProblem> problems;
    private final Set<Node> told = Collections.newSetFromMap(new IdentityHashMap<>());

    private LenientYamlReader(MappingNode root, List<RulebookProblem> problems) {
        this.root = root;
        this.problems = problems;
    }

    /** Reads the top level of a file; fails at the first fault. */
    public interface Reader<T> {
        T read(YamlMap root) throws RulebookException;
    }

    /**
     * Everything in a file that can be read.
     *
     * @param otherwise the result if nothing can
     * @param problems gets each fault once, with its place
     */
    public static <T> T read(String file, String text, Reader<T> reader, T otherwise, List<RulebookProblem> problems) {
        try {
            return new LenientYamlReader(YamlMap.compose(file, text), problems).read(file, reader, otherwise);
        } catch (RulebookException e) {
            problems.addAll(e.problems());
            return otherwise;
        }
    }

    private <T> T read(String file, Reader<T> reader, T otherwise) {
        // Each round empties or removes an entry; nobody reads more problems than a list keeps.
        for (int found = 0; found <= BoundedProblemList.MOST; ) {
            try {
                return reader.read(YamlMap.of(file, root));
            } catch (RulebookException e) {
                if (!e.entries().isEmpty()) {
                    found += e.problems().size();
                    problems.addAll(e.problems());
                    if (e.entries().size() > BoundedProblemList.MOST) {
                        // To take out each of very many takes too long.
                        return otherwise;
                    }
                    e.entries().forEach(this::mend);
                    continue;
                }
                RulebookProblem fault = e.problems().get(0);
                Place place = place(root, fault);
                if (place == null || !told.contains(place.tuple().getKeyNode())) {
                    e.problems().stream()
                            .filter(problem -> !problems.contains(problem))
                            .forEach(problems::add);
                    found++;
                }
                if (place == null) {
                    return otherwise;
                }
                boolean first = told.add(place.tuple().getKeyNode());
                place.replace(first && !isEmpty(place.tuple().getValueNode()));
            }
        }
        return otherwise;
    }

    /** Reads an entry under the key that was meant, so that nobody misses it; without one it goes. */
    private void mend(UnknownKeyProblems.Entry entry) {
        Place place = place(root, entry.place());
        if (place == null) {
            return;
        }
        boolean free = place.parent().getValue().stream()
                .noneMatch(one -> one.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(entry.meant()));
        if (entry.meant().isEmpty() || !free) {
            place.replace(false);
        } else {
            place.rename(entry.meant());
        }
    }

    private static boolean isEmpty(Node value) {
        return Tag.NULL.equals(value.getTag());
    }

    /** An entry and the mapping that it stands in. */
    private record Place(MappingNode parent, NodeTuple tuple) {

        void rename(String key) {
            Node old = tuple.getKeyNode();
            Node meant = new ScalarNode(
                    Tag.STR,
                    key,
                    old.getStartMark(),
                    old.getEndMark(),
                    org.yaml.snakeyaml.DumperOptions.ScalarStyle.PLAIN);
            List<NodeTuple> entries = new ArrayList<>(parent.getValue());
            entries.replaceAll(entry -> entry == tuple ? new NodeTuple(meant, tuple.getValueNode()) : entry);
            parent.setValue(entries);
        }

        void replace(boolean emptied) {
            List<NodeTuple> entries = new ArrayList<>();
            for (NodeTuple entry : parent.getValue()) {
                if (entry != tuple) {
                    entries.add(entry);
                } else if (emptied) {
                    Mark start = tuple.getValueNode().getStartMark();
                    Node none = new ScalarNode(
                            Tag.NULL,
                            "",
                            start,
                            tuple.getValueNode().getEndMark(),
                            org.yaml.snakeyaml.DumperOptions.ScalarStyle.PLAIN);
                    entries.add(new NodeTuple(tuple.getKeyNode(), none));
                }
            }
            parent.setValue(entries);
        }
    }

    /** The innermost entry around a fault; null if it belongs to the file as a whole. */
    private static @Nullable Place place(MappingNode mapping, RulebookProblem fault) {
        Place found = null;
        for (NodeTuple tuple : mapping.getValue()) {
            if (compare(tuple.getKeyNode().getStartMark(), fault) <= 0
                    && compare(tuple.getValueNode().getEndMark(), fault) >= 0) {
                Place inner = tuple.getValueNode() instanceof MappingNode nested ? place(nested, fault) : null;
                found = inner == null ? new Place(mapping, tuple) : inner;
            }
        }
        return found;
    }

    private static int compare(Mark mark, RulebookProblem fault) {
        int lines = Integer.compare(mark.getLine() + 1, fault.line());
        return lines == 0 ? Integer.compare(mark.getColumn() + 1, fault.column()) : lines;
    }
}
