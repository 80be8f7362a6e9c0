"""SimPy (one process a customer): prints events per second and the number served, as JSON."""
import json
import random
import sys
import time

import simpy


def mmc(servers, customers):
    uniform = random.Random(1)
    environment = simpy.Environment()
    station = simpy.Resource(environment, servers)
    served = 0

    def customer():
        nonlocal served
        with station.request() as place:
            yield place
            yield environment.timeout(uniform.expovariate(1))
        served += 1

    def source():
        for _ in range(customers):
            yield environment.timeout(uniform.expovariate(0.9 * servers))
            environment.process(customer())

    environment.process(source())
    environment.run()
    return served


servers, customers = int(sys.argv[1]), int(sys.argv[2])
started = time.perf_counter()
served = mmc(servers, customers)
print(json.dumps({"seconds": time.perf_counter() - started, "checksum": served}))
