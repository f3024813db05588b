package org.sekimori.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Attribute;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.ModuleVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;

/**
 * Verifies the classes generated for rules before any of them is defined: a few kinds with known members, references listed in
 * {@link GeneratedClassKind} only, and no backward jump: no loop, no handler, no lock, so that each method ends. Independent of
 * the rule printer and the class loader.
 */
final class GeneratedCodeVerifier extends ClassVisitor {

    private static final int API = Opcodes.ASM9;
    private static final String CLASS_FILE = ".class";
    private static final String NEVER = "native, synchronized or of an unusual kind";
    private static final String MARK = "Lorg/drools/compiler/kie/builder/MaterializedLambda;";
    private static final int CLASS_FLAGS =
            Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_ENUM;
    private static final int METHOD_FLAGS =
            Opcodes.ACC_PUBLIC | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;
    private static final Handle CONCAT = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/StringConcatFactory",
            "makeConcatWithConstants",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;Ljava/lang/String;"
                    + "[Ljava/lang/Object;)Ljava/lang/invoke/CallSite;",
            false);

    private static final Handle LAMBDA = new Handle(
            Opcodes.H_INVOKESTATIC,
            "java/lang/invoke/LambdaMetafactory",
            "metafactory",
            "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;"
                    + "Ljava/lang/invoke/MethodType;Ljava/lang/invoke/MethodHandle;Ljava/lang/invoke/MethodType;)"
                    + "Ljava/lang/invoke/CallSite;",
            false);

    /** What an accumulation makes, each by its constructor without arguments. */
    private static final Set<String> ACCUMULATORS = Set.of(
            "org/drools/core/base/accumulators/SumAccumulateFunction",
            "org/drools/core/base/accumulators/CountAccumulateFunction");

    private final String path;
    private final List<String> faults;
    private String own = "";
    private @Nullable GeneratedClassKind kind;

    private GeneratedCodeVerifier(String path, List<String> faults) {
        super(API);
        this.path = path;
        this.faults = faults;
    }

    /**
     * All deviations from generated code; empty without any.
     *
     * @param classes class files by their paths
     */
    static List<String> faults(Map<String, byte[]> classes) {
        List<String> faults = new ArrayList<>();
        classes.forEach((path, bytes) -> {
            try {
                new ClassReader(bytes)
                        .accept(
                                new GeneratedCodeVerifier(path, faults),
                                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            } catch (RuntimeException e) {
                faults.add(path + " is no class file: " + e);
            }
        });
        return faults;
    }

    private void fault(String what) {
        faults.add(path + " " + what);
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String[] interfaces) {
        own = name;
        kind = GeneratedClassKind.of(name, superName, List.of(interfaces));
        if (kind == null || (access & ~CLASS_FLAGS) != 0 || !path.equals(name + CLASS_FILE)) {
            fault("is none of the classes that are generated for rules: " + name + " extends " + superName);
        }
    }

    @Override
    public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        if (!descriptor.equals(MARK)) {
            fault("has the annotation " + descriptor);
        }
        return null;
    }

    @Override
    public @Nullable AnnotationVisitor visitTypeAnnotation(
            int reference, @Nullable TypePath typePath, String descriptor, boolean visible) {
        fault("has the annotation " + descriptor);
        return null;
    }

    @Override
    public @Nullable ModuleVisitor visitModule(String name, int access, @Nullable String version) {
        fault("is a module");
        return null;
    }

    @Override
    public void visitNestHost(String host) {
        nested(host);
    }

    @Override
    public void visitNestMember(String member) {
        nested(member);
    }

    private void nested(String other) {
        String outer = own.substring(0, own.indexOf('$') < 0 ? own.length() : own.indexOf('$'));
        boolean metadata = kind == GeneratedClassKind.METADATA || kind == GeneratedClassKind.METADATA_OF_TYPE;
        if (!metadata || !(other.equals(outer) || other.startsWith(outer + "$"))) {
            fault("shares a nest with " + other);
        }
    }

    @Override
    public void visitOuterClass(String owner, @Nullable String name, @Nullable String descriptor) {
        fault("is a class within a method of " + owner);
    }

    @Override
    public void visitPermittedSubclass(String subclass) {
        fault("permits the subclass " + subclass);
    }

    @Override
    public @Nullable RecordComponentVisitor visitRecordComponent(
            String name, String descriptor, @Nullable String signature) {
        fault("is a record");
        return null;
    }

    @Override
    public void visitAttribute(Attribute attribute) {
        fault("has the attribute " + attribute.type);
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        if (kind == null || !kind.declares(name)) {
            fault("has the field " + name);
        }
        return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        boolean bridge = (access & Opcodes.ACC_BRIDGE) != 0;
        Set<String> allowed = kind == null ? null : kind.references(bridge ? name + " bridge" : name);
        if (allowed == null) {
            fault("has the method " + name + descriptor);
            return null;
        }
        if ((access & ~METHOD_FLAGS) != 0) {
            fault("has a method that is " + NEVER + ": " + name);
        }
        return new Method(name, allowed);
    }

    /** Reads a method. */
    private final class Method extends MethodVisitor {

        private final String name;
        private final Set<String> allowed;
        private final Set<Label> passed = new HashSet<>();

        /** The number that was put on the stack by the instruction before, or -1. */
        private int size = -1;

        Method(String name, Set<String> allowed) {
            super(API);
            this.name = name;
            this.allowed = allowed;
        }

        private void require(String reference, String what) {
            if (!allowed.contains(reference)) {
                fault(what + " in " + name);
            }
        }

        private void refer(String owner, String member, String what) {
            require(
                    GeneratedClassKind.reference(own, owner, member),
                    what + " " + owner + (member.isEmpty() ? "" : "." + member));
            size = -1;
        }

        @Override
        public void visitInsn(int opcode) {
            switch (opcode) {
                case Opcodes.MONITORENTER, Opcodes.MONITOREXIT -> fault("locks in " + name);
                case Opcodes.ATHROW -> require("throw", "throws");
                default -> {}
            }
            size = opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5 ? opcode - Opcodes.ICONST_0 : -1;
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            if (opcode == Opcodes.NEWARRAY) {
                fault("makes an array of numbers in " + name);
            }
            size = operand;
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            if (opcode == Opcodes.RET) {
                fault("has a subroutine in " + name);
            }
            // Arrays of a computed size are copies of ENUM$VALUES.
            size = name.equals("values") ? 0 : -1;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.ANEWARRAY && size < 0) {
                fault("makes an array of unknown size in " + name);
            }
            refer(type, "", "makes or casts");
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
            refer(owner, field, "uses the field");
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String descriptor, boolean isInterface) {
            refer(owner, method, "calls");
        }

        @Override
        public void visitInvokeDynamicInsn(String called, String descriptor, Handle bootstrap, Object... arguments) {
            if (makesAccumulator(called, descriptor, bootstrap, arguments)) {
                require("accumulator", "accumulates");
                size = -1;
                return;
            }
            require("concat", "links " + called);
            boolean plain = bootstrap.equals(CONCAT) && called.equals(CONCAT.getName());
            for (Object argument : arguments) {
                plain &= argument instanceof String || argument instanceof java.lang.Number;
            }
            if (!plain) {
                fault("links " + called + " by " + bootstrap + " in " + name);
            }
            size = -1;
        }

        /** The one method reference that is generated: {@code SumAccumulateFunction::new} as a supplier. */
        private static boolean makesAccumulator(
                String called, String descriptor, Handle bootstrap, Object... arguments) {
            return bootstrap.equals(LAMBDA)
                    && called.equals("get")
                    && descriptor.equals("()Ljava/util/function/Supplier;")
                    && arguments.length == 3
                    && arguments[0].equals(Type.getMethodType("()Ljava/lang/Object;"))
                    && arguments[1] instanceof Handle made
                    && made.getTag() == Opcodes.H_NEWINVOKESPECIAL
                    && ACCUMULATORS.contains(made.getOwner())
                    && made.getName().equals("<init>")
                    && made.getDesc().equals("()V")
                    && arguments[2].equals(Type.getMethodType("()Ljava/lang/Object;"));
        }

        @Override
        public void visitLdcInsn(Object value) {
            if (value instanceof Type type && type.getSort() == Type.OBJECT) {
                refer(type.getInternalName(), "class", "names the class");
            } else if (value instanceof Type || value instanceof Handle || value instanceof ConstantDynamic) {
                fault("has the constant " + value + " in " + name);
            }
            size = -1;
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            if (opcode == Opcodes.JSR) {
                fault("has a subroutine in " + name);
            }
            forward(label);
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
            forward(otherwise);
            List.of(labels).forEach(this::forward);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            forward(otherwise);
            List.of(labels).forEach(this::forward);
        }

        private void forward(Label label) {
            if (passed.contains(label)) {
                fault("jumps back in " + name);
            }
            size = -1;
        }

        @Override
        public void visitIincInsn(int variable, int increment) {
            fault("counts in " + name);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            fault("makes an array of arrays in " + name);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            fault("catches in " + name);
        }

        @Override
        public void visitAttribute(Attribute attribute) {
            fault("has the attribute " + attribute.type + " in " + name);
        }
    }
}
