"""What CPython's multiprocessing does in the scenarios of `multiproc bench`, for the table in README.md.

    python3 docs/compare/cpython.py > cpython.txt
    launcher/bin/multiproc bench --raw > ours.txt

Each line has what was measured, the scenario, the metric and a value, with tabs between; every figure comes REPETITIONS times.
Children are forked, which is the fastest way that Python has to start them; "spawn" is what Java's children are compared with.
"""
import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor

REPETITIONS = int(os.environ.get("REPETITIONS", "5"))
SIZES = {"64B": ("x" * 64, 40_000), "1KiB": (b"y" * 1024, 40_000), "1MiB": (b"z" * (1 << 20), 200)}
mp = multiprocessing.get_context("fork")


def report(what, scenario, metric, value):
    print(f"cpython-{what}\t{scenario}\t{metric}\t{value:.6g}", flush=True)


def median_us(nanos):
    return sorted(nanos)[len(nanos) // 2] / 1e3


def consume(queue, count, finished):
    for _ in range(REPETITIONS + 1):
        for _ in range(count):
            queue.get()
        finished.send(time.monotonic())


def consume_and_tell(queue, count, finished):
    for _ in range(REPETITIONS + 1):
        for _ in range(count):
            queue.get()
            queue.task_done()
        finished.send(time.monotonic())


def stream():
    for size, (item, count) in SIZES.items():
        for what, queue, consumer in (
            ("Queue", mp.Queue(), consume),
            ("JoinableQueue", mp.JoinableQueue(), consume_and_tell),
        ):
            reader, writer = mp.Pipe(False)
            child = mp.Process(target=consumer, args=(queue, count, writer))
            child.start()
            for repetition in range(REPETITIONS + 1):
                begin = time.monotonic()
                for _ in range(count):
                    queue.put(item)
                end = reader.recv()
                if repetition:  # the first one warms up
                    report(what, f"a-stream-{size}", "items_per_s", count / (end - begin))
            child.join()


def put_many(queue, count, item, start):
    start.wait()
    for _ in range(count):
        queue.put(item)


def get_until_none(queue, start, finished):
    start.wait()
    count = 0
    while queue.get() is not None:
        count += 1
    finished.send((count, time.monotonic()))


def two_to_two(count=20_000):
    for _ in range(REPETITIONS):
        queue, start = mp.Queue(), mp.Barrier(5)
        pipes = [mp.Pipe(False) for _ in range(2)]
        producers = [mp.Process(target=put_many, args=(queue, count, "x" * 64, start)) for _ in range(2)]
        consumers = [mp.Process(target=get_until_none, args=(queue, start, writer)) for _, writer in pipes]
        for child in producers + consumers:
            child.start()
        start.wait()
        begin = time.monotonic()
        for producer in producers:
            producer.join()
        for _ in consumers:
            queue.put(None)
        ends = [reader.recv() for reader, _ in pipes]
        assert sum(taken for taken, _ in ends) == 2 * count
        for consumer in consumers:
            consumer.join()
        report("Queue", "b-2p2c-64B", "items_per_s", 2 * count / (max(end for _, end in ends) - begin))


def echo(there, back, count):
    for _ in range(count):
        back.put(there.get())


def echo_pipe(end, count):
    for _ in range(count):
        end.send(end.recv())


def there_and_back(scenario, pause, count):
    there, back = mp.Queue(), mp.Queue()
    ours, other = mp.Pipe()

    def over_queues():
        there.put("x" * 64)
        back.get()

    def over_pipe():
        ours.send("x" * 64)
        ours.recv()

    for what, child, trip in (
        ("2xQueue", mp.Process(target=echo, args=(there, back, REPETITIONS * count)), over_queues),
        ("Pipe", mp.Process(target=echo_pipe, args=(other, REPETITIONS * count)), over_pipe),
    ):
        child.start()
        for _ in range(REPETITIONS):
            nanos = []
            for _ in range(count):
                if pause:
                    time.sleep(pause)
                begin = time.monotonic_ns()
                trip()
                nanos.append(time.monotonic_ns() - begin)
            report(what, scenario, "p50_us", median_us(nanos))
        child.join()


def square(x):
    return x * x


def pool():
    with mp.Pool(2) as workers, ProcessPoolExecutor(2, mp_context=mp) as executor:
        workers.map(square, range(1000))
        list(executor.map(square, range(1000)))
        for _ in range(REPETITIONS):
            begin = time.monotonic()
            workers.map(square, range(100_000))
            report("Pool.map", "f-map-100k-defchunk", "tasks_per_s", 100_000 / (time.monotonic() - begin))
            begin = time.monotonic()
            list(workers.imap(square, range(10_000), 1))
            report("Pool.imap", "f-imap-10k-chunk1", "tasks_per_s", 10_000 / (time.monotonic() - begin))
            begin = time.monotonic()
            list(executor.map(square, range(10_000), chunksize=1))
            report("ProcessPoolExecutor.map", "f-map-10k-chunk1", "tasks_per_s", 10_000 / (time.monotonic() - begin))
            nanos = []
            for _ in range(1000):
                begin = time.monotonic_ns()
                workers.apply(square, (3,))
                nanos.append(time.monotonic_ns() - begin)
            report("Pool.apply", "f-apply-roundtrip", "p50_us", median_us(nanos))


def count_up(value, count, start):
    start.wait()
    for _ in range(count):
        with value.get_lock():
            value.value += 1


def lock():
    for _ in range(REPETITIONS):
        mutex, count = mp.RLock(), 500_000
        begin = time.monotonic()
        for _ in range(count):
            mutex.acquire()
            mutex.release()
        report("RLock", "g-lock-uncontended", "ops_per_s", count / (time.monotonic() - begin))
        value, start, count = mp.Value("i", 0), mp.Barrier(3), 200_000
        children = [mp.Process(target=count_up, args=(value, count, start)) for _ in range(2)]
        for child in children:
            child.start()
        start.wait()
        begin = time.monotonic()
        for child in children:
            child.join()
        report("Value+get_lock", "g-lock-contended-2x200k", "ops_per_s", 2 * count / (time.monotonic() - begin))
        assert value.value == 2 * count


def manager():
    with mp.Manager() as server:
        shared, count = server.dict(), 4000
        for _ in range(REPETITIONS):
            begin = time.monotonic()
            for i in range(count):
                shared["k"] = i
            report("Manager.dict", "h-manager-set", "ops_per_s", count / (time.monotonic() - begin))
            begin = time.monotonic()
            for _ in range(count):
                shared["k"]
            report("Manager.dict", "h-manager-get", "ops_per_s", count / (time.monotonic() - begin))


def nothing():
    pass


def start():
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        for repetition in range(REPETITIONS + 1):
            begin = time.monotonic()
            child = context.Process(target=nothing)
            child.start()
            child.join()
            if repetition:
                report(method, "e-start", "start_join_ms", (time.monotonic() - begin) * 1e3)


if __name__ == "__main__":
    stream()
    two_to_two()
    there_and_back("c-pingpong-64B", 0, 3000)
    there_and_back("c-pingpong-cold-2ms", 0.002, 150)
    pool()
    lock()
    manager()
    start()
