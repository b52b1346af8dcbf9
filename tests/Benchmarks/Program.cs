Console.WriteLine("no figures yet");
