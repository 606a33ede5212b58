"""Stands in for the product's commands: quick, and it leaves traces the tests can look for."""

import os
import sys

import psycopg


def main(command: str, *arguments: str) -> None:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        if command == "migrate":
            connection.execute("CREATE TABLE IF NOT EXISTS openings (id serial PRIMARY KEY)")
        elif command == "load_demo_desk":
            connection.execute("INSERT INTO openings DEFAULT VALUES")
            count = connection.execute("SELECT count(*) FROM openings").fetchone()
            sys.stdout.write(f"opened {count[0] if count else 0} times; sign in as elise@example.org\n")
        elif command == "pass_day":
            sys.stdout.write(f"the day {arguments[0]} has passed at {os.environ['SITE_URL']}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
