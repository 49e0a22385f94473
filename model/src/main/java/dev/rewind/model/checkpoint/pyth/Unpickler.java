package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rebuilds plain objects from a pickle that nobody trusts: None, bool, int, float, str, tuple, list and dict become null,
 * Boolean, Long or BigInteger, Double, String, array, List and Map. It knows the opcodes that torch writes with Python 3,
 * and of names only those of {@link TorchObjects}; every other is refused and named. Time and memory are bounded by the
 * pickle's length: lengths are believed only as far as there are bytes, nothing is copied that the pickle merely refers
 * to again, nothing is walked recursively, and keys are strings and numbers, whose hash is cheap.
 *
 * <p>The library that there is (net.razorvine:pickle 1.5) makes stand-ins of unknown classes instead of refusing them,
 * calls methods by reflection on BUILD, and allocates whatever length a string claims; hence an own reader.
 */
final class Unpickler {
    /** The pickle of a network of thousands of tensors has one or two MiB. */
    static final int MAX_BYTES = 16 << 20;

    private static final int PROTO = 0x80;
    private static final int STOP = '.';
    private static final int MAX_OPERATIONS = 1 << 20;

    private final PickleInput in;
    private final TorchObjects objects;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private Unpickler(PickleInput in, TorchObjects objects) {
        this.in = in;
        this.objects = objects;
    }

    /**
     * Reads one pickle.
     *
     * @param file named in messages
     * @param bytes its position moves behind the pickle
     * @param objects is told the storages that the pickle describes
     * @throws CheckpointException if it is damaged or holds anything but tensors and plain data
     */
    static Object read(Path file, ByteBuffer bytes, TorchObjects objects) {
        return new Unpickler(new PickleInput(file, bytes), objects).run();
    }

    private Object run() {
        if (in.opcode() != PROTO) {
            throw in.damaged("it does not begin as one");
        }
        protocol();
        for (int operation = 0; operation < MAX_OPERATIONS; operation++) {
            int opcode = in.opcode();
            if (opcode == STOP) {
                return result();
            }
            try {
                perform(opcode);
            } catch (IllegalArgumentException e) {
                throw in.damaged(e.getMessage());
            }
        }
        throw in.damaged("it has more than " + MAX_OPERATIONS + " operations");
    }

    private void perform(int opcode) {
        switch (opcode) {
            case 0x95 -> in.frame(); // FRAME
            case '(' -> marks.push(stack.size()); // MARK
            case 'N' -> stack.add(null); // NONE
            case 0x88 -> stack.add(true); // NEWTRUE
            case 0x89 -> stack.add(false); // NEWFALSE
            case 'K' -> stack.add(in.unsigned(1)); // BININT1
            case 'M' -> stack.add(in.unsigned(2)); // BININT2
            case 'J' -> stack.add((long) (int) in.unsigned(4)); // BININT
            case 0x8a -> stack.add(in.integer((int) in.unsigned(1))); // LONG1
            case 'G' -> stack.add(in.real()); // BINFLOAT
            case 0x8c -> stack.add(in.text(in.unsigned(1))); // SHORT_BINUNICODE
            case 'X' -> stack.add(in.text(in.unsigned(4))); // BINUNICODE
            case ')' -> stack.add(new Object[0]); // EMPTY_TUPLE
            case 0x85, 0x86, 0x87 -> stack.add(last(opcode - 0x84)); // TUPLE1, TUPLE2, TUPLE3
            case 't' -> stack.add(sinceMark()); // TUPLE
            case ']' -> stack.add(new ArrayList<>()); // EMPTY_LIST
            case 'a' -> append(last(1)); // APPEND
            case 'e' -> append(sinceMark()); // APPENDS
            case '}' -> stack.add(new LinkedHashMap<>()); // EMPTY_DICT
            case 's' -> put(last(2)); // SETITEM
            case 'u' -> put(sinceMark()); // SETITEMS
            case 'q' -> memo.put(in.unsigned(1), top()); // BINPUT
            case 'r' -> memo.put(in.unsigned(4), top()); // LONG_BINPUT
            case 0x94 -> memo.put((long) memo.size(), top()); // MEMOIZE
            case 'h' -> stack.add(remembered(in.unsigned(1))); // BINGET
            case 'j' -> stack.add(remembered(in.unsigned(4))); // LONG_BINGET
            case 'c' -> stack.add(named(in.line(), in.line())); // GLOBAL
            case 0x93 -> stack.add(namedOnStack()); // STACK_GLOBAL
            case 'R' -> call(); // REDUCE
            case 'b' -> build(); // BUILD
            case 'Q' -> stack.add(objects.storage(pop())); // BINPERSID
            default -> throw unknown(opcode);
        }
    }

    /** What refuses an opcode; those that build objects of any class are named. */
    private CheckpointException unknown(int opcode) {
        return switch (opcode) {
            case 'i' -> in.refused("INST of " + in.line() + "." + in.line());
            case 'o' -> in.refused("OBJ");
            case 0x81 -> in.refused("NEWOBJ");
            case 0x92 -> in.refused("NEWOBJ_EX");
            case 0x82 -> in.refused("EXT1");
            case 0x83 -> in.refused("EXT2");
            case 0x84 -> in.refused("EXT4");
            case 'P' -> in.refused("PERSID");
            default -> in.damaged(String.format("torch writes no opcode 0x%02x", opcode));
        };
    }

    private void protocol() {
        long protocol = in.unsigned(1);
        if (protocol < 2 || protocol > 5) {
            throw in.damaged("it has protocol " + protocol + "; torch writes 2 to 5");
        }
    }

    private void append(Object[] items) {
        if (!(top() instanceof List<?>)) {
            throw in.damaged("it appends to what is no list");
        }
        @SuppressWarnings("unchecked") // lists come from EMPTY_LIST only
        List<Object> list = (List<Object>) top();
        Collections.addAll(list, items);
    }

    private void put(Object[] items) {
        if (!(top() instanceof Map<?, ?>) || items.length % 2 != 0) {
            throw in.damaged("it puts no pairs, or not into a dict");
        }
        @SuppressWarnings("unchecked") // maps come from EMPTY_DICT and OrderedDict only
        Map<Object, Object> map = (Map<Object, Object>) top();
        for (int i = 0; i < items.length; i += 2) {
            if (!(items[i] instanceof String || items[i] instanceof Long)) {
                throw in.damaged("a key is neither string nor number");
            }
            if (map.containsKey(items[i])) {
                throw in.damaged("key '" + items[i] + "' is there twice");
            }
            map.put(items[i], items[i + 1]);
        }
    }

    private Object remembered(long index) {
        if (!memo.containsKey(index)) {
            throw in.damaged("it refers to object " + index + ", which is not there");
        }
        return memo.get(index);
    }

    private Object namedOnStack() {
        if (pop() instanceof String name && pop() instanceof String module) {
            return named(module, name);
        }
        throw in.damaged("a global has no name");
    }

    private Object named(String module, String name) {
        Object found = objects.named(module + "." + name);
        if (found == null) {
            throw in.refused(module + "." + name);
        }
        return found;
    }

    private void call() {
        if (pop() instanceof Object[] arguments && pop() instanceof TorchObjects.Function function) {
            stack.add(function.call(arguments));
        } else {
            throw in.refused("a call of what is no function");
        }
    }

    /** A state dict's own attributes: the versions of its layers, which nothing here needs. */
    private void build() {
        Object state = pop();
        if (!(top() instanceof Map<?, ?>) || !(state instanceof Map<?, ?>)) {
            throw in.refused("BUILD of what is no dict");
        }
    }

    private Object result() {
        if (stack.size() != 1 || !marks.isEmpty()) {
            throw in.damaged("it ends with " + stack.size() + " objects instead of one");
        }
        return stack.get(0);
    }

    private Object top() {
        if (stack.size() <= (marks.isEmpty() ? 0 : marks.peek())) {
            throw in.damaged("its stack is empty");
        }
        return stack.get(stack.size() - 1);
    }

    private Object pop() {
        Object top = top();
        stack.remove(stack.size() - 1);
        return top;
    }

    /** Takes the last objects off the stack. */
    private Object[] last(int count) {
        Object[] items = new Object[count];
        for (int i = count - 1; i >= 0; i--) {
            items[i] = pop();
        }
        return items;
    }

    private Object[] sinceMark() {
        if (marks.isEmpty()) {
            throw in.damaged("a mark is missing");
        }
        List<Object> items = stack.subList(marks.pop(), stack.size());
        Object[] taken = items.toArray();
        items.clear();
        return taken;
    }
}
